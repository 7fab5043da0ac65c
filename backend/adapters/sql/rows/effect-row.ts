import type { Callback } from '../../../domain/callback/state.ts';
import { type ArmedEffect, type Effect, effectKey } from '../../../domain/effect.ts';
import type { ClaimedEffect } from '../../../ports/store/effect-queue.ts';
import type { EffectRow } from '../schema.ts';
import { fromInstant, toInstant } from './instant.ts';

/** A row as it is when newly armed by a version of the callback: nobody's, and never tried. */
export function effectRow(armed: ArmedEffect, by: Callback): EffectRow {
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

export function toClaimedEffect(row: EffectRow): ClaimedEffect {
  return {
    id: effectId(row),
    callbackId: row.request_id,
    effect: toEffect(row.effect),
    tries: row.tries,
    fence: row.fence,
    dueAt: fromInstant(row.due_at),
  };
}

/** Only `end-call` may lack a field, its SID, which JSON leaves out. */
function toEffect(json: string): Effect {
  const effect = JSON.parse(json) as Effect;
  return effect.kind === 'end-call' ? { ...effect, sid: effect.sid } : effect;
}

/** Names one arming: when the same effect is armed again, claims of the earlier arming find their row gone. */
function effectId(row: Pick<EffectRow, 'armed_version' | 'request_id' | 'effect_key'>): string {
  return `${row.armed_version}/${row.request_id}/${row.effect_key}`;
}

/** The other half of `effectId`. */
export function armedVersionOf(effect: ClaimedEffect): number {
  return Number.parseInt(effect.id, 10);
}
