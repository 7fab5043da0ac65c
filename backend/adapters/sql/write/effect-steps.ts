import { type Kysely, sql } from 'kysely';
import type { Callback } from '../../../domain/callback/state.ts';
import { type ArmedEffect, type Effect, effectKey } from '../../../domain/effect.ts';
import type { ClaimedEffect } from '../../../ports/store/effect-queue.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { waits } from '../read/line-reads.ts';
import { armedVersionOf, effectRow } from '../rows/effect-row.ts';
import { toInstant } from '../rows/instant.ts';
import type { Database, EffectRow } from '../schema.ts';

const removeClaimed = prepared<Pick<EffectRow, 'request_id' | 'effect_key' | 'armed_version' | 'fence'>>(
  ({ db }, { request_id, effect_key, armed_version, fence }) =>
    db
      .deleteFrom('effects')
      .where('request_id', '=', request_id)
      .where('effect_key', '=', effect_key)
      .where('armed_version', '=', armed_version)
      .where('fence', '=', fence),
);

/** Removes a claimed row, unless it was overtaken: armed again, disarmed, or claimed by somebody else. */
export function acknowledgeStep(engine: Engine, claimed: ClaimedEffect): Step {
  const query = removeClaimed(engine, {
    request_id: claimed.callbackId,
    effect_key: effectKey(claimed.effect),
    armed_version: armedVersionOf(claimed),
    fence: claimed.fence,
  });
  return { query, requires: { rows: 1, conflict: 'effect-lost' } };
}

export function disarmSteps(db: Kysely<Database>, effects: readonly Effect[], of: Callback): Step[] {
  if (effects.length === 0) return [];
  const query = db
    .deleteFrom('effects')
    .where('request_id', '=', of.callbackId)
    .where('effect_key', 'in', effects.map(effectKey))
    .compile();
  return [{ query }];
}

const putEffect = prepared<EffectRow>(({ db }, row) => {
  const { request_id: _request, effect_key: _key, ...anew } = row;
  return db
    .insertInto('effects')
    .values(row)
    .onConflict((existing) => existing.columns(['request_id', 'effect_key']).doUpdateSet(anew));
});

export function armStep(engine: Engine, armed: ArmedEffect, by: Callback): Step {
  return { query: putEffect(engine, effectRow(armed, by)) };
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
