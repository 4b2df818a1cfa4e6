import * as vscode from "vscode";
import type { LogQuery } from "../../eci/detailCalls.ts";
import { maxLogLines } from "../../eci/detailCalls.ts";
import { emptyLog, findLastTime, mergeLog, toLineTime, type KnownLog } from "../../eci/mergeLog.ts";
import type { ErrorText } from "../errors/errorText.ts";
import { isCancellation } from "../errors/showError.ts";
import type { StartTimer } from "../../task/pollSchedule.ts";
import { toReadableLog } from "./readableLog.ts";

/** Which lines a log begins with. */
export type LogLines = Pick<LogQuery, "tail" | "sinceSeconds">;

export type FollowedLogDeps = {
  /** Asks the service; lines begin with their times where it gives them. */
  readonly read: (lines: LogLines & Pick<LogQuery, "startMs">, signal: AbortSignal) => Promise<string>;
  /** False for the log of a container that is gone: it does not grow. */
  readonly canFollow: boolean;
  /** Called when the text or whether it follows has changed. */
  readonly changed: () => void;
  /** Called with what ends the following; the text says it too. */
  readonly failed: (error: unknown) => void;
  readonly toErrorText: (error: unknown) => ErrorText;
  readonly startTimer: StartTimer;
};

const everyMs = 3_000;
const firstRetrySeconds = 5;
const maxRetrySeconds = 30;
/** In UTF-16 units. The editor takes the whole text with every change. */
const maxLength = 2 * 1024 * 1024;
/** Against times in an answer that are not quite in order. */
const overlapMs = 1_000;

/** One container's log as a text that grows: one read at a time, and none while nobody looks at it. */
export class FollowedLog implements vscode.Disposable {
  readonly #deps: FollowedLogDeps;
  #lines: LogLines = { tail: 500 };
  #known: KnownLog = emptyLog;
  #isRead = false;
  #showsTimes = false;
  #isVisible = false;
  #isFollowing: boolean;
  #failures = 0;
  /** Why the last read failed, in words. */
  #problem: string | undefined;
  #reading: AbortController | undefined;
  #stopTimer: (() => void) | undefined;
  #isDisposed = false;

  constructor(deps: FollowedLogDeps) {
    this.#deps = deps;
    this.#isFollowing = deps.canFollow;
    this.#read();
  }

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  get canFollow(): boolean {
    return this.#deps.canFollow;
  }

  get showsTimes(): boolean {
    return this.#showsTimes;
  }

  /** What the document shows, made harmless. */
  toText(): string {
    const { lines, dropped } = this.#known;
    const shown = this.#showsTimes
      ? lines
      : lines.map((line) => (toLineTime(line) === undefined ? line : line.slice(line.indexOf(" ") + 1)));
    const head = dropped === 0 ? [] : [vscode.l10n.t("— {0} earlier lines were dropped —", dropped)];
    const isEmpty = lines.length === 0 && this.#problem === undefined;
    const state = isEmpty
      ? [this.#isRead ? vscode.l10n.t("— No lines (yet) —") : vscode.l10n.t("— Reading the log… —")]
      : [];
    const foot = this.#problem === undefined ? [] : [`— ${this.#problem} —`];
    return [...head, ...shown, ...state, ...foot].map((line) => `${line}\n`).join("");
  }

  /** Reads on at once where somebody looks again, and rests where nobody does. */
  setVisible(isVisible: boolean): void {
    if (isVisible === this.#isVisible) return;
    this.#isVisible = isVisible;
    if (!isVisible) this.#rest();
    else if ((this.#isFollowing || !this.#isRead) && !this.#reading) this.#read();
  }

  follow(): void {
    if (!this.canFollow || this.#isFollowing) return;
    this.#isFollowing = true;
    this.#failures = 0;
    this.#deps.changed();
    if (!this.#reading) this.#read();
  }

  stopFollowing(): void {
    if (!this.#isFollowing) return;
    this.#isFollowing = false;
    this.#rest();
    this.#deps.changed();
  }

  /** Begins anew with other lines. */
  choose(lines: LogLines): void {
    this.#lines = lines;
    this.#known = emptyLog;
    this.#isRead = false;
    this.#problem = undefined;
    this.#rest();
    this.#deps.changed();
    this.#read();
  }

  showTimes(showsTimes: boolean): void {
    this.#showsTimes = showsTimes;
    this.#deps.changed();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#rest();
  }

  /** Ends the read that is under way and the wait for the next one. */
  #rest(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #read(): void {
    this.#rest();
    if (this.#isDisposed) return;
    const reading = new AbortController();
    this.#reading = reading;
    const isCurrent = () => this.#reading === reading;
    this.#deps.read(this.#toQuery(), reading.signal).then(
      (content) => {
        if (isCurrent()) this.#add(content);
      },
      (error: unknown) => {
        if (isCurrent()) this.#fail(error);
      },
    );
  }

  /** From the newest time that is known, which is of the service's own clock; without times as much as it gives. */
  #toQuery(): LogLines & Pick<LogQuery, "startMs"> {
    if (this.#known === emptyLog) return this.#lines;
    const lastMs = findLastTime(this.#known);
    return { tail: maxLogLines, ...(lastMs !== undefined && { startMs: lastMs - overlapMs }) };
  }

  #add(content: string): void {
    const gapLine = vscode.l10n.t("— The container began anew here, or lines are missing —");
    const known = mergeLog(this.#known, toReadableLog(content), { maxLength, gapLine });
    const isChanged = known !== this.#known || !this.#isRead || this.#problem !== undefined;
    this.#known = known;
    this.#isRead = true;
    this.#failures = 0;
    this.#problem = undefined;
    this.#wait(everyMs);
    if (isChanged) this.#deps.changed();
  }

  #fail(error: unknown): void {
    if (isCancellation(error)) {
      // The account's client was replaced, by one with another key perhaps.
      this.#wait(everyMs);
      return;
    }
    const { what, next, retry, retryAfterSeconds = 0 } = this.#deps.toErrorText(error);
    if (retry === "never" || !this.#isFollowing) {
      this.#reading = undefined;
      this.#isFollowing = false;
      this.#problem = `${what} ${next}`;
      this.#deps.failed(error);
    } else {
      const seconds = Math.min(firstRetrySeconds * 2 ** this.#failures, maxRetrySeconds);
      this.#failures += 1;
      this.#problem = vscode.l10n.t("{0} It is tried again.", what);
      this.#wait(Math.max(seconds, retryAfterSeconds) * 1000);
    }
    this.#deps.changed();
  }

  #wait(delayMs: number): void {
    this.#reading = undefined;
    if (this.#isFollowing && this.#isVisible)
      this.#stopTimer = this.#deps.startTimer(() => this.#read(), delayMs);
  }
}
