import type { AttemptEvent } from '../../domain/attempt/event.ts';
import type { Attempt } from '../../domain/attempt/state.ts';
import { advanceAttempt } from '../../domain/attempt/transition.ts';
import type { CallbackEvent } from '../../domain/callback/event.ts';
import type { Callback, CallbackStatus } from '../../domain/callback/state.ts';
import { advanceCallback } from '../../domain/callback/transition.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sites } from '../../ports/sites.ts';
import type { CallbackRecord } from '../../ports/store/callback-store.ts';
import type { Conflict } from '../../ports/store/change.ts';
import type { Store } from '../../ports/store/store.ts';
import { buildChange, type ChangeExtras } from './build-change.ts';
import { type Outcome, withEndedAttempt, withToldCallback } from './combine-decisions.ts';

export type DecisionPorts = { store: Store; sites: Sites; secrets: Secrets };

export type SaveResult =
  | { ok: true; callback: Callback; attempt: Attempt | undefined; before: CallbackRecord }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'not-in-this-state'; status: CallbackStatus }
  | { ok: false; reason: 'conflict'; conflict: Exclude<Conflict, 'stale'> };

/** Races are lost to somebody who got on; losing this often means that something is wrong. */
const mostRaces = 50;

/** Loads, decides and commits one event for a callback; decides again for as long as others were faster. */
export async function saveCallbackEvent(
  ports: DecisionPorts,
  callbackId: string,
  event: CallbackEvent,
  together: ChangeExtras = {},
): Promise<SaveResult> {
  return saving(
    ports,
    () => ports.store.load(callbackId),
    together,
    event.kind,
    (record) => {
      const { rules } = ports.sites.get(record.callback.siteId);
      const decision = advanceCallback(record.callback, event, rules.callback);
      if ('refused' in decision) return decision;
      return withEndedAttempt(record, decision, event.at, rules.attempt);
    },
  );
}

/** The same for an attempt, found by `find`; what it tells its callback is decided in the same commit. */
export async function saveAttemptEvent(
  ports: DecisionPorts,
  find: () => Promise<CallbackRecord | undefined>,
  event: AttemptEvent,
  together: ChangeExtras = {},
): Promise<SaveResult> {
  return saving(ports, find, together, event.kind, (record) => {
    if (record.attempt === undefined) return undefined;
    const { rules } = ports.sites.get(record.callback.siteId);
    const decision = advanceAttempt(record.attempt, event, rules.attempt);
    return withToldCallback(record, decision, rules.callback);
  });
}

type Refused = { refused: 'not-in-this-state'; status: CallbackStatus };

async function saving(
  ports: DecisionPorts,
  find: () => Promise<CallbackRecord | undefined>,
  together: ChangeExtras,
  eventType: string,
  decide: (record: CallbackRecord) => Outcome | Refused | undefined,
): Promise<SaveResult> {
  for (let race = 0; race < mostRaces; race += 1) {
    const record = await find();
    const outcome = record === undefined ? undefined : decide(record);
    if (record === undefined || outcome === undefined) return { ok: false, reason: 'not-found' };
    if ('refused' in outcome) return { ok: false, reason: outcome.refused, status: outcome.status };
    if (isNothing(record, outcome, together)) return { ok: true, ...pick(outcome), before: record };
    const committed = await ports.store.commit(buildChange(ports, record, outcome, together, eventType));
    if (committed.ok) {
      return { ok: true, callback: committed.callback, attempt: outcome.attempt, before: record };
    }
    if (committed.conflict !== 'stale') {
      return { ok: false, reason: 'conflict', conflict: committed.conflict };
    }
  }
  throw Object.assign(new Error('A change lost every race to be saved.'), { code: 'too-many-races' });
}

function pick(outcome: Outcome): { callback: Callback; attempt: Attempt | undefined } {
  return { callback: outcome.callback, attempt: outcome.attempt };
}

function isNothing(record: CallbackRecord, outcome: Outcome, together: ChangeExtras): boolean {
  const same = record.callback === outcome.callback && record.attempt === outcome.attempt;
  const alone = together.claimed === undefined && (together.messages ?? []).length === 0;
  return same && alone && outcome.arm.length === 0;
}
