import type { OperatorSession } from '../../../domain/operator/access.ts';
import type { OperatorAccess, OperatorToken } from '../../../ports/operator/operator-access.ts';
import type { Engine } from '../engine.ts';
import { fromInstant, fromInstantOrNull, toInstant, toInstantOrNull } from '../rows/instant.ts';
import type { Database, Instant } from '../schema.ts';
import { removeFactor } from './second-factors.ts';

/** Creates the port of operators' tokens and sessions. */
export function createOperatorAccess(engine: Engine): OperatorAccess {
  const { db } = engine;
  return {
    async addToken(key, token) {
      await engine.write([
        { query: db.insertInto('operator_tokens').values(tokenRow(key, token)).compile() },
      ]);
    },
    async findToken(key) {
      const row = await db
        .selectFrom('operator_tokens')
        .selectAll()
        .where('key', '=', key)
        .executeTakeFirst();
      return row === undefined ? undefined : toToken(row);
    },
    async listTokens(siteId) {
      const tokens = db.selectFrom('operator_tokens').selectAll().where('site_id', '=', siteId);
      return (await tokens.orderBy('created_at').execute()).map(toToken);
    },
    async noteTokenUse(id, at) {
      const use = { last_used_at: toInstant(at) };
      await engine.write([
        { query: db.updateTable('operator_tokens').set(use).where('id', '=', id).compile() },
      ]);
    },
    async revokeToken(siteId, id) {
      const token = db.deleteFrom('operator_tokens').where('site_id', '=', siteId).where('id', '=', id);
      const sessions = db.deleteFrom('operator_sessions').where('token_id', '=', id);
      const jobs = db
        .updateTable('bulk_jobs')
        .set({ state: 'stopped' })
        .where('token_id', '=', id)
        .where('state', 'in', ['running', 'paused']);
      const written = await engine.write([
        { query: token.compile() },
        { query: sessions.compile() },
        { query: jobs.compile() },
        ...removeFactor(engine, { siteId, tokenId: id }),
      ]);
      return written.ok && written.results[0]?.count === 1;
    },
    async openSession(key, siteId, session) {
      const row = sessionRow(key, siteId, session);
      await engine.write([{ query: db.insertInto('operator_sessions').values(row).compile() }]);
    },
    async findSession(key, siteId) {
      const row = await db
        .selectFrom('operator_sessions')
        .leftJoin('operator_tokens', 'operator_tokens.id', 'operator_sessions.token_id')
        .selectAll('operator_sessions')
        .select('operator_tokens.expires_at as token_expires_at')
        .where('operator_sessions.key', '=', key)
        .where('operator_sessions.site_id', '=', siteId)
        .executeTakeFirst();
      return row === undefined ? undefined : toSession(row);
    },
    async noteSessionUse(key, at) {
      const use = { last_used_at: toInstant(at) };
      const session = db.updateTable('operator_sessions').set(use).where('key', '=', key);
      await engine.write([{ query: session.compile() }]);
    },
    async closeSession(key) {
      await engine.write([{ query: db.deleteFrom('operator_sessions').where('key', '=', key).compile() }]);
    },
    async closeSessionsOf({ siteId, tokenId, except }) {
      const sessions = db
        .deleteFrom('operator_sessions')
        .where('site_id', '=', siteId)
        .where('token_id', '=', tokenId)
        .$if(except !== undefined, (rows) => rows.where('key', '<>', except ?? ''));
      await engine.write([{ query: sessions.compile() }]);
    },
    async forgetSessions(before) {
      const sessions = db.deleteFrom('operator_sessions').where('created_at', '<', toInstant(before));
      await engine.write([{ query: sessions.compile() }]);
    },
  };
}

function tokenRow(key: string, token: OperatorToken): Database['operator_tokens'] {
  return {
    id: token.id,
    key,
    site_id: token.siteId,
    name: token.name,
    scope: token.scope,
    created_at: toInstant(token.createdAt),
    expires_at: toInstantOrNull(token.expiresAt),
    last_used_at: toInstantOrNull(token.lastUsedAt),
  };
}

function toToken(row: Database['operator_tokens']): OperatorToken {
  return {
    id: row.id,
    siteId: row.site_id,
    name: row.name,
    scope: row.scope,
    createdAt: fromInstant(row.created_at),
    expiresAt: fromInstantOrNull(row.expires_at),
    lastUsedAt: fromInstantOrNull(row.last_used_at),
  };
}

function sessionRow(
  key: string,
  siteId: string,
  { operator, inCookie, createdAt, lastUsedAt }: OperatorSession,
): Database['operator_sessions'] {
  return {
    key,
    site_id: siteId,
    token_id: operator.tokenId,
    name: operator.name,
    scope: operator.scope,
    in_cookie: inCookie ? 1 : 0,
    created_at: toInstant(createdAt),
    last_used_at: toInstant(lastUsedAt),
  };
}

type SessionRow = Database['operator_sessions'] & { token_expires_at: Instant | null };

function toSession(row: SessionRow): OperatorSession {
  return {
    operator: { tokenId: row.token_id, name: row.name, scope: row.scope },
    inCookie: row.in_cookie === 1,
    createdAt: fromInstant(row.created_at),
    lastUsedAt: fromInstant(row.last_used_at),
    tokenExpiresAt: fromInstantOrNull(row.token_expires_at),
  };
}
