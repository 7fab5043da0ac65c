/** From the least to the most: each scope includes those before it. */
const scopes = ['viewer', 'operator', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Who acts. `name` is the name of the token, which the audit log shows. */
export type Operator = { tokenId: string; name: string; scope: Scope };

export function allows(scope: Scope, needed: Scope): boolean {
  return scopes.indexOf(scope) >= scopes.indexOf(needed);
}

/** Limits as in OWASP's ASVS 7.3: a session without requests ends, and every session ends after a working day. */
const idleMs = 15 * 60_000;
const longestMs = 8 * 3_600_000;

/** A session of a person. Times are milliseconds since the epoch. */
export type OperatorSession = {
  operator: Operator;
  /** Whether the browser sends it as a cookie; a cookie counts only with the platform's own origin. */
  inCookie: boolean;
  createdAt: number;
  lastUsedAt: number;
  /** When its token expires; undefined for a token without an end. */
  tokenExpiresAt?: number | undefined;
};

/** When the session ends in any case: with its token, at the latest after a working day. */
export function sessionEndsAt({ createdAt, tokenExpiresAt }: OperatorSession): number {
  return Math.min(createdAt + longestMs, tokenExpiresAt ?? Number.POSITIVE_INFINITY);
}

/** Sessions that were created before this time have ended. */
export function lastSessionStart(at: number): number {
  return at - longestMs;
}

/** When the session ends without another request. */
export function sessionExpiresAt(session: OperatorSession): number {
  return Math.min(session.lastUsedAt + idleMs, sessionEndsAt(session));
}

/** Saving every use would cost a write for each request. */
const touchIntervalMs = 60_000;

export function mustNoteUse({ lastUsedAt }: { lastUsedAt: number | undefined }, at: number): boolean {
  return lastUsedAt === undefined || at - lastUsedAt >= touchIntervalMs;
}
