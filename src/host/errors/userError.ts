/** An error of our own whose words are already the user's: what happened and why, and what to do next. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly next: string;

  constructor(what: string, next: string, options?: ErrorOptions) {
    super(what, options);
    this.next = next;
  }
}
