import { type ExpressionBuilder, sql } from 'kysely';
import type { Callback } from '../../domain/callback/state.ts';
import { toInstant } from './instant.ts';
import type { Database } from './schema.ts';

/** Proven and not called yet. Spelt out rather than bound, or the partial index would not be used. */
export const waits = sql<boolean>`request_status = 'verified'`;

/** Of the same site, proven earlier; the id decides between two of the same instant. */
export function waitsLonger(eb: ExpressionBuilder<Database, 'callbacks'>, than: Callback) {
  const since = toInstant(than.verifiedAt ?? than.createdAt);
  return eb.and([
    waits,
    eb('site_id', '=', than.siteId),
    eb.or([
      eb('verified_at', '<', since),
      eb.and([eb('verified_at', '=', since), eb('request_id', '<', than.requestId)]),
    ]),
  ]);
}
