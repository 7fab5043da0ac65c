import type { Kysely } from 'kysely';
import type { Callback } from '../../../domain/callback/state.ts';
import { type ArmedEffect, type Effect, effectKey, siteEffectOwner } from '../../../domain/effect.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { toInstant } from '../rows/instant.ts';
import type { Database, EffectRow } from '../schema.ts';

export function disarmSteps(db: Kysely<Database>, effects: readonly Effect[], owner: Callback): Step[] {
  if (effects.length === 0) return [];
  const query = db
    .deleteFrom('effects')
    .where('request_id', '=', owner.callbackId)
    .where('effect_key', 'in', effects.map(effectKey))
    .compile();
  return [{ query }];
}

type Arming = Pick<Callback, 'callbackId' | 'siteId' | 'version' | 'verifiedAt' | 'createdAt'>;

const upsertEffect = prepared<EffectRow>(({ db }, row) => {
  const { request_id: _request, effect_key: _key, ...replacement } = row;
  return db
    .insertInto('effects')
    .values(row)
    .onConflict((existing) => existing.columns(['request_id', 'effect_key']).doUpdateSet(replacement));
});

/** Arms an effect of a site, which has no callback and no version. */
export function armSiteEffectStep(engine: Engine, siteId: string, armed: ArmedEffect): Step {
  const since = armed.dueAt;
  const by = { callbackId: siteEffectOwner(siteId), siteId, version: 0, verifiedAt: since, createdAt: since };
  return { query: upsertEffect(engine, effectRow(armed, by)) };
}

export function armStep(engine: Engine, armed: ArmedEffect, by: Callback): Step {
  return { query: upsertEffect(engine, effectRow(armed, by)) };
}

/** Returns the row of an effect that a version of the callback arms: without owner and tries. */
function effectRow(armed: ArmedEffect, by: Arming): EffectRow {
  return {
    request_id: by.callbackId,
    effect_key: effectKey(armed.effect),
    site_id: by.siteId,
    kind: armed.effect.kind,
    effect: JSON.stringify(armed.effect),
    armed_version: by.version,
    due_at: toInstant(armed.dueAt),
    waiting_since: toInstant(by.verifiedAt ?? by.createdAt),
    owner: null,
    lease_until: null,
    fence: 0,
    tries: 0,
    woken: 0,
  };
}
