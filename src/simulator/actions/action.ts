import type { Identity } from "../identity/identity.ts";
import type { IdentityBook } from "../identity/identityBook.ts";
import type { OpsOptions } from "../ops/opsOptions.ts";
import type { TaskBook } from "../ops/taskBook.ts";
import type { World } from "../world/world.ts";

/** A call whose sender is known. */
export type Call = {
  readonly params: ReadonlyMap<string, string>;
  readonly identity: Identity;
  /** Milliseconds since 1970, by the service's clock. */
  readonly now: number;
};

/** What the actions work on. */
export type ActionParts = {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly world: World;
  readonly tasks: TaskBook;
  readonly identities: IdentityBook;
  readonly ops: OpsOptions;
  /** A download address for an object of the store, valid from `now` (milliseconds). */
  readonly signUrl: (key: string, now: number) => string;
};

export type Answer = Readonly<Record<string, unknown>>;

/** A list in an answer whose rows are JSON texts already. */
export class JsonRows {
  readonly texts: readonly string[];

  constructor(texts: readonly string[]) {
    this.texts = texts;
  }
}

/** One action of the API: what it answers besides the RequestId, or an `RpcError` thrown. */
export type Action = {
  readonly run: (call: Call, parts: ActionParts) => Answer;
  /** What an identity without the permission gets; absent where that is 403 Forbidden.RAM. */
  readonly whenDenied?: Answer;
  /** True for a call that needs no permission, or asks for its own. */
  readonly isOpen?: boolean;
};
