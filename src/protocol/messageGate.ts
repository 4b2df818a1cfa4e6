import type * as z from "zod/mini";

/** The border of one end: lets through what the contract allows, drops and counts the rest. */
export type MessageGate<Message> = {
  /** The message, checked; undefined when it was dropped. Never throws. */
  readonly pass: (data: unknown) => Message | undefined;
  /** How many messages were dropped so far. */
  readonly droppedCount: () => number;
};

/** A gate for the messages of one direction. */
export function buildMessageGate<Message>(schema: z.ZodMiniType<Message>): MessageGate<Message> {
  let dropped = 0;
  return {
    pass: (data) => {
      try {
        const parsed = schema.safeParse(data);
        if (parsed.success) return parsed.data;
      } catch {
        // Nested deeper than the stack is high.
      }
      dropped += 1;
      return undefined;
    },
    droppedCount: () => dropped,
  };
}
