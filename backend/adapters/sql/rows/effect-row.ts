import type { Callback } from '../../../domain/callback/state.ts';
import { type ArmedEffect, type Effect, effectKey } from '../../../domain/effect.ts';
import type { ClaimedEffect } from '../../../ports/store/effect-queue.ts';
import type { EffectRow } from '../schema.ts';
import { fromInstant, toInstant } from './instant.ts';

/** Returns the row of an effect that a version of the callback arms: without owner and tries. */
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

/** JSON leaves out the SID of an `end-call` when it is unknown. */
function toEffect(json: string): Effect {
  const effect = JSON.parse(json) as Effect;
  return effect.kind === 'end-call' ? { ...effect, sid: effect.sid } : effect;
}

/** Identifies one arming. Arming the effect again changes the id, so that earlier claims miss their row. */
function effectId(row: Pick<EffectRow, 'armed_version' | 'request_id' | 'effect_key'>): string {
  return `${row.armed_version}/${row.request_id}/${row.effect_key}`;
}

/** Reads the version from an `effectId`. */
export function armedVersionOf(effect: ClaimedEffect): number {
  return Number.parseInt(effect.id, 10);
}
