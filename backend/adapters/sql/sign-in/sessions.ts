import type { VisitorIdentity } from '../../../domain/sign-in/visitor-identity.ts';
import type { Sessions } from '../../../ports/sign-in/sessions.ts';
import type { Engine } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';
import type { IdentityColumns } from '../schema.ts';

/** Creates the port of visitor sessions. */
export function createSessions(engine: Engine): Sessions {
  const { db } = engine;
  return {
    async open({ key, identity, expiresAt }, at) {
      const row = { key, ...identityColumns(identity), expires_at: toInstant(expiresAt) };
      await engine.write([
        { query: db.deleteFrom('visitor_sessions').where('expires_at', '<=', toInstant(at)).compile() },
        { query: db.insertInto('visitor_sessions').values(row).compile() },
      ]);
    },
    async find(key, at) {
      const row = await db
        .selectFrom('visitor_sessions')
        .selectAll()
        .where('key', '=', key)
        .where('expires_at', '>', toInstant(at))
        .executeTakeFirst();
      return row === undefined ? undefined : toIdentity(row);
    },
    async close(key) {
      await engine.write([{ query: db.deleteFrom('visitor_sessions').where('key', '=', key).compile() }]);
    },
  };
}

export function identityColumns(identity: VisitorIdentity): IdentityColumns {
  return {
    identity: identity.fingerprint,
    provider: identity.provider,
    name: identity.name ?? null,
    email: identity.email ?? null,
    proven_phone: identity.provenPhone ?? null,
  };
}

export function toIdentity(row: IdentityColumns): VisitorIdentity {
  return {
    fingerprint: row.identity,
    provider: row.provider,
    name: row.name ?? undefined,
    email: row.email ?? undefined,
    provenPhone: row.proven_phone ?? undefined,
  };
}
