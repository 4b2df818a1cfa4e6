import { closeDialogs, never, type PageCore } from "./pageCore.ts";
import type { StreamState } from "./pageState.ts";
import { toStreamLines } from "./streamLines.ts";
import { toEndpointText, toNumberText, toWords } from "./pageWords.ts";

/** How many parts of a stream are fetched at a time. */
const partsAtATime = 100;
/** The longest text that is copied, in UTF-16 units. */
export const maxCopiedText = 1_000_000;

/** What a person does with a followed stream. */
export type StreamActions = {
  readonly follow: (conversation: number) => void;
  readonly close: () => void;
  readonly show: (change: Partial<Pick<StreamState, "format" | "side">>) => void;
  /** Fetches the next parts, where there are more and none are on the way. */
  readonly loadMore: () => void;
  /** Copies all of it that fits, after loading it. */
  readonly copy: (copyText: (text: string, isCut: boolean) => void) => void;
};

export function createStreamActions(core: PageCore): StreamActions {
  const set = (change: Partial<StreamState>) => {
    const { stream } = core.state();
    if (stream) core.update({ stream: { ...stream, ...change } });
  };
  const load = async (): Promise<boolean> => {
    const { stream } = core.state();
    if (!stream || stream.isLoading || stream.failure !== undefined) return false;
    if (stream.head && stream.parts.length >= stream.head.total) return false;
    set({ isLoading: true });
    const { conversation, parts } = stream;
    const outcome = await core.ask({ type: "stream", conversation, from: parts.length, count: partsAtATime });
    const now = core.state().stream;
    if (now?.conversation !== conversation) return false;
    if (!outcome.ok) {
      set({ isLoading: false, failure: outcome.message });
      return false;
    }
    const { parts: more, from, ...head } = outcome.value;
    const isNext = from === now.parts.length;
    set({ isLoading: false, head, parts: isNext ? [...now.parts, ...more] : now.parts });
    return isNext && more.length > 0;
  };
  const toCopiedText = (): string => {
    const { stream, texts } = core.state();
    if (!stream?.head) return "";
    const { a, b } = stream.head;
    const names = { a: toEndpointText(a, new Map()), b: toEndpointText(b, new Map()) };
    const lines = toStreamLines(stream).map((line) => {
      if (line.kind === "data") return line.text;
      if (line.kind === "gap") return toWords(texts, "streamGap", { count: line.gapBytes });
      return line.from === "a" ? `${names.a} → ${names.b}` : `${names.b} → ${names.a}`;
    });
    return lines.join("\n");
  };

  return {
    follow: (conversation) => {
      core.update({
        stream: {
          conversation,
          head: undefined,
          parts: [],
          format: "text",
          side: "both",
          isLoading: false,
          failure: undefined,
        },
      });
      load().then(() => {
        const { stream, texts } = core.state();
        if (!stream?.head) return;
        const count = { loaded: toNumberText(stream.parts.length), total: toNumberText(stream.head.total) };
        core.announce(toWords(texts, "streamLoaded", count));
      }, never);
    },
    close: () => {
      closeDialogs();
      core.update({ stream: undefined });
    },
    show: set,
    loadMore: () => {
      load().catch(never);
    },
    copy: (copyText) => {
      const loadRest = async () => {
        while (toCopiedText().length < maxCopiedText && (await load()));
        const text = toCopiedText();
        copyText(text.slice(0, maxCopiedText), text.length > maxCopiedText);
      };
      loadRest().catch(never);
    },
  };
}
