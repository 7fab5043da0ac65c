import type { Sessions } from '../../ports/sign-in/sessions.ts';
import type { Engine } from './engine.ts';
import { identityColumns, toIdentity } from './identity-row.ts';
import { toInstant } from './instant.ts';

/** Sessions of visitors, as rows. */
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
