import type { Identity, NamedIdentities } from "./identity.ts";

/** Every key that works, those of later AssumeRole calls too. */
export type IdentityBook = {
  find(accessKeyId: string): Identity | undefined;
  /** True for a token that the service gave out, expired or not. */
  hasToken(securityToken: string): boolean;
  add(identity: Identity): void;
};

/** A book that begins with the named identities. */
export function createIdentityBook(named: NamedIdentities): IdentityBook {
  const byKeyId = new Map<string, Identity>();
  const tokens = new Set<string>();
  const book: IdentityBook = {
    find: (accessKeyId) => byKeyId.get(accessKeyId),
    hasToken: (securityToken) => tokens.has(securityToken),
    add(identity) {
      byKeyId.set(identity.accessKeyId, identity);
      if (identity.securityToken !== undefined) tokens.add(identity.securityToken);
    },
  };
  for (const identity of Object.values(named)) book.add(identity);
  return book;
}
