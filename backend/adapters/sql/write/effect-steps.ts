import type { Kysely } from 'kysely';
import type { Callback } from '../../../domain/callback/state.ts';
import { type ArmedEffect, type Effect, effectKey } from '../../../domain/effect.ts';
import type { ClaimedEffect } from '../../../ports/store/effect-queue.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { armedVersionOf, effectRow } from '../rows/effect-row.ts';
import type { Database, EffectRow } from '../schema.ts';

const deleteClaimed = prepared<Pick<EffectRow, 'request_id' | 'effect_key' | 'armed_version' | 'fence'>>(
  ({ db }, { request_id, effect_key, armed_version, fence }) =>
    db
      .deleteFrom('effects')
      .where('request_id', '=', request_id)
      .where('effect_key', '=', effect_key)
      .where('armed_version', '=', armed_version)
      .where('fence', '=', fence),
);

/** Deletes a claimed row. Misses when the row was armed again, disarmed or claimed by another process. */
export function acknowledgeStep(engine: Engine, claimed: ClaimedEffect): Step {
  const query = deleteClaimed(engine, {
    request_id: claimed.callbackId,
    effect_key: effectKey(claimed.effect),
    armed_version: armedVersionOf(claimed),
    fence: claimed.fence,
  });
  return { query, requires: { rows: 1, conflict: 'effect-lost' } };
}

export function disarmSteps(db: Kysely<Database>, effects: readonly Effect[], owner: Callback): Step[] {
  if (effects.length === 0) return [];
  const query = db
    .deleteFrom('effects')
    .where('request_id', '=', owner.callbackId)
    .where('effect_key', 'in', effects.map(effectKey))
    .compile();
  return [{ query }];
}

const upsertEffect = prepared<EffectRow>(({ db }, row) => {
  const { request_id: _request, effect_key: _key, ...replacement } = row;
  return db
    .insertInto('effects')
    .values(row)
    .onConflict((existing) => existing.columns(['request_id', 'effect_key']).doUpdateSet(replacement));
});

export function armStep(engine: Engine, armed: ArmedEffect, by: Callback): Step {
  return { query: upsertEffect(engine, effectRow(armed, by)) };
}
