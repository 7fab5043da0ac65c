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
import { addAttemptDecision, addCallbackDecision, type Outcome } from './combine-decisions.ts';

export type DecisionPorts = { store: Store; sites: Sites; secrets: Secrets };

export type SaveResult =
  | { ok: true; callback: Callback; attempt: Attempt | undefined; before: CallbackRecord }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'not-in-this-state'; status: CallbackStatus }
  | { ok: false; reason: 'conflict'; conflict: Exclude<Conflict, 'stale'> };

/** Maximum optimistic-lock retries; reaching it is a bug. */
export const maxRaces = 50;

/** An event, or what chooses it from the loaded state. */
type EventSource = CallbackEvent | ((record: CallbackRecord) => CallbackEvent);

/** Loads a callback, decides on one event and commits. A concurrent commit makes it load and decide again. */
export async function saveCallbackEvent(
  ports: DecisionPorts,
  callbackId: string,
  source: EventSource,
  extras: ChangeExtras = {},
): Promise<SaveResult> {
  return saveEvent(
    ports,
    () => ports.store.load(callbackId),
    extras,
    (record) => {
      const event = typeof source === 'function' ? source(record) : source;
      const { rules } = ports.sites.get(record.callback.siteId);
      const decision = advanceCallback(record.callback, event, rules.callback);
      if ('refused' in decision) return decision;
      const outcome = addAttemptDecision(record, decision, event.at, rules.attempt);
      return { ...outcome, eventType: event.kind };
    },
  );
}

/** Like `saveCallbackEvent`, for the attempt that `find` loads. Its effect on the callback is in the same commit. */
export async function saveAttemptEvent(
  ports: DecisionPorts,
  find: () => Promise<CallbackRecord | undefined>,
  event: AttemptEvent,
  extras: ChangeExtras = {},
): Promise<SaveResult> {
  return saveEvent(ports, find, extras, (record) => {
    if (record.attempt === undefined) return undefined;
    const { rules } = ports.sites.get(record.callback.siteId);
    const decision = advanceAttempt(record.attempt, event, rules.attempt);
    return { ...addCallbackDecision(record, decision, rules.callback), eventType: event.kind };
  });
}

type Decided = Outcome & { eventType: string };

type Refused = { refused: 'not-in-this-state'; status: CallbackStatus };

async function saveEvent(
  ports: DecisionPorts,
  find: () => Promise<CallbackRecord | undefined>,
  extras: ChangeExtras,
  decide: (record: CallbackRecord) => Decided | Refused | undefined,
): Promise<SaveResult> {
  for (let race = 0; race < maxRaces; race += 1) {
    const record = await find();
    const outcome = record === undefined ? undefined : decide(record);
    if (record === undefined || outcome === undefined) return { ok: false, reason: 'not-found' };
    if ('refused' in outcome) return { ok: false, reason: outcome.refused, status: outcome.status };
    if (changesNothing(record, outcome, extras)) return { ok: true, ...pick(outcome), before: record };
    const committed = await ports.store.commit(
      buildChange(ports, record, outcome, extras, outcome.eventType),
    );
    if (committed.ok) {
      return { ok: true, callback: committed.callback, attempt: outcome.attempt, before: record };
    }
    if (committed.conflict !== 'stale') {
      return { ok: false, reason: 'conflict', conflict: committed.conflict };
    }
  }
  throw Object.assign(new Error('A commit lost every optimistic-lock retry.'), { code: 'too-many-races' });
}

function pick(outcome: Outcome): { callback: Callback; attempt: Attempt | undefined } {
  return { callback: outcome.callback, attempt: outcome.attempt };
}

function changesNothing(record: CallbackRecord, outcome: Outcome, extras: ChangeExtras): boolean {
  const same = record.callback === outcome.callback && record.attempt === outcome.attempt;
  const alone = extras.claimed === undefined && (extras.messages ?? []).length === 0;
  return same && alone && outcome.arm.length === 0;
}
