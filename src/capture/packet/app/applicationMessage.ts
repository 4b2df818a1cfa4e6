import type { ByteRange } from "./byteRange.ts";

/** A value with the name that display filters give it, its label and its text of one line. */
export type NamedValue = ByteRange & { readonly name: string; readonly label: string; readonly text: string };

/** One message of a protocol whose messages are told by a name and some values; `end` is cut at the segment's end. */
export type ApplicationMessage = ByteRange & {
  /** What kind of message it is, such as `Query`. */
  readonly title: string;
  /** What a list says behind the title; empty for nothing. Never a secret. */
  readonly note: string;
  /** In the order of the message. Passwords and what proves one are left out. */
  readonly values: readonly NamedValue[];
};

/** How many messages of one segment are read; a list shows no more. */
export const maxMessages = 50;

/** How much of a statement or topic is read. */
export const maxMessageText = 200;

/** A statement as a list may show it: nothing where it sets a password. */
export function toSafeStatement(text: string): string {
  return /\b(?:identified|passwo?r?d)\b/i.test(text) ? "" : text;
}
