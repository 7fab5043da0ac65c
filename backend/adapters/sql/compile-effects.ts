import { type Kysely, sql } from 'kysely';
import { type ArmedEffect, type Effect, effectKey } from '../../domain/callback/effect.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { ClaimedEffect } from '../../ports/store.ts';
import { armedVersionOf, effectRow } from './effect-row.ts';
import type { Step } from './engine.ts';
import { toInstant } from './instant.ts';
import type { Database } from './schema.ts';
import { waits } from './wait-order.ts';

/** Removes a claimed row, unless it was overtaken: armed again, disarmed, or claimed by somebody else. */
export function settleStep(db: Kysely<Database>, claimed: ClaimedEffect): Step {
  const query = db
    .deleteFrom('effects')
    .where('request_id', '=', claimed.requestId)
    .where('effect_key', '=', effectKey(claimed.effect))
    .where('armed_version', '=', armedVersionOf(claimed))
    .where('fence', '=', claimed.fence)
    .compile();
  return { query, must: { hit: 1, otherwise: 'effect-lost' } };
}

export function disarmSteps(db: Kysely<Database>, effects: readonly Effect[], of: Callback): Step[] {
  if (effects.length === 0) return [];
  const query = db
    .deleteFrom('effects')
    .where('request_id', '=', of.requestId)
    .where('effect_key', 'in', effects.map(effectKey))
    .compile();
  return [{ query }];
}

export function armStep(db: Kysely<Database>, armed: ArmedEffect, by: Callback): Step {
  const row = effectRow(armed, by);
  const { request_id: _request, effect_key: _key, ...anew } = row;
  const query = db
    .insertInto('effects')
    .values(row)
    .onConflict((existing) => existing.columns(['request_id', 'effect_key']).doUpdateSet(anew))
    .compile();
  return { query };
}

/**
 * Makes the longest-waiting request of the site try now. A row that somebody holds at this moment is marked, so that
 * giving it back does not put it off again.
 */
export function wakeStep(db: Kysely<Database>, siteId: string, at: number): Step {
  const now = toInstant(at);
  const longest = db
    .selectFrom('callbacks')
    .select('request_id')
    .where(waits)
    .where('site_id', '=', siteId)
    .orderBy('verified_at')
    .orderBy('request_id')
    .limit(1);
  const query = db
    .updateTable('effects')
    .set({ woken: 1, due_at: sql<string>`case when due_at > ${now} then ${now} else due_at end` })
    .where('effect_key', '=', effectKey({ kind: 'place-call' }))
    .where('request_id', '=', longest)
    .compile();
  return { query };
}
