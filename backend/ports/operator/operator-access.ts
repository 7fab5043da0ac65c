import type { OperatorSession, Scope } from '../../domain/operator/access.ts';

/** A token that an admin created. The token itself is not kept, only its fingerprint. */
export type OperatorToken = {
  id: string;
  siteId: string;
  name: string;
  scope: Scope;
  createdAt: number;
  expiresAt: number | undefined;
  lastUsedAt: number | undefined;
};

/** Tokens and sessions of operators, by fingerprint (`key`). Faults are thrown with code `store-unavailable`. */
export type OperatorAccess = {
  addToken(key: string, token: OperatorToken): Promise<void>;
  /** Returns the token unless it is revoked. */
  findToken(key: string): Promise<OperatorToken | undefined>;
  listTokens(siteId: string): Promise<OperatorToken[]>;
  noteTokenUse(id: string, at: number): Promise<void>;
  /** Also ends the token's sessions and bulk jobs and removes its second factor. Returns false without such a token. */
  revokeToken(siteId: string, id: string): Promise<boolean>;
  openSession(key: string, siteId: string, session: OperatorSession): Promise<void>;
  /** Returns the session if its token is not revoked, also when it has expired. */
  findSession(key: string, siteId: string): Promise<OperatorSession | undefined>;
  noteSessionUse(key: string, at: number): Promise<void>;
  closeSession(key: string): Promise<void>;
  /** Ends all sessions of a token, or all but the one with the key `except`. */
  closeSessionsOf(which: { siteId: string; tokenId: string; except?: string | undefined }): Promise<void>;
  /** Removes sessions that were created before `before`, also used ones. */
  forgetSessions(before: number): Promise<void>;
};
