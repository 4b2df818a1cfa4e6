/** One handler for each `type` of message: leaving one out is a compile error. */
export type Handlers<Message extends { readonly type: string }, Result> = {
  readonly [Type in Message["type"]]: (message: Extract<Message, { readonly type: Type }>) => Result;
};

/** Gives the message to the handler of its type and returns what that returns. */
export function dispatch<Message extends { readonly type: string }, Result>(
  handlers: Handlers<Message, Result>,
  message: Message,
): Result {
  // The mapped type pairs each type with its own handler, which the compiler cannot follow through an index.
  const handler = handlers[message.type as Message["type"]] as (message: Message) => Result;
  return handler(message);
}
