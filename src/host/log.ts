import { inspect } from "node:util";
import * as vscode from "vscode";
import { CloudError } from "../eci/cloudError.ts";
import { createRedactor } from "../eci/redact.ts";

/** The extension's log. Whatever a line came from, signed addresses and keys are taken out of it before it is written. */
export type Log = {
  readonly warn: (thrown: unknown) => void;
  readonly error: (thrown: unknown) => void;
  readonly show: () => void;
  readonly dispose: () => void;
};

const redact = createRedactor();
/** Controls and format characters but the tab and the line feed: a terminal, or a reader's eye, may obey them. */
const unreadable = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;
/** Far more than any error of ours, far less than an answer that a server would fill the log with. */
const maxCharacters = 20_000;

function* toParts(thrown: unknown): Generator<string> {
  for (let cause = thrown, depth = 0; cause !== undefined && depth < 5; depth += 1) {
    if (!(cause instanceof Error)) {
      yield typeof cause === "string" ? cause : inspect(cause);
      return;
    }
    yield cause.stack ?? String(cause);
    if (cause instanceof CloudError) yield JSON.stringify(cause.details);
    ({ cause } = cause);
  }
}

/** An error whole, its causes after it, or any other value as text; harmless, and each line but the first indented. */
export function toLogText(thrown: unknown): string {
  const text = [...toParts(thrown)].join("\n").slice(0, maxCharacters);
  return redact(text).replaceAll(unreadable, " ").replaceAll("\n", "\n  ");
}

/** Opens the one output channel: nothing else of the extension writes anywhere a user could read it later. */
export function openLog(): Log {
  const channel = vscode.window.createOutputChannel("ECI Ops", { log: true });
  return {
    warn: (thrown) => channel.warn(toLogText(thrown)),
    error: (thrown) => channel.error(toLogText(thrown)),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}
