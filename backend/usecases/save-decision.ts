import type { AttemptEvent } from '../domain/attempt/event.ts';
import { type Attempt, holdsLine, phaseOf } from '../domain/attempt/state.ts';
import { type AttemptDecision, advanceAttempt } from '../domain/attempt/transition.ts';
import { type ArmedEffect, type Effect, effectKey } from '../domain/callback/effect.ts';
import type { CallbackEvent } from '../domain/callback/event.ts';
import { type Callback, type CallbackStatus, hasEnded } from '../domain/callback/state.ts';
import { advanceCallback, type CallbackDecision } from '../domain/callback/transition.ts';
import { type Settlement, settlements } from '../domain/spending/settle.ts';
import type { Taking } from '../domain/spending/taking.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Sites } from '../ports/sites.ts';
import type {
  CallbackRecord,
  Change,
  ClaimedEffect,
  Conflict,
  Guard,
  Message,
  Store,
} from '../ports/store.ts';

export type DecisionPorts = { store: Store; sites: Sites; secrets: Secrets };

/** What goes into the same commit as the decision. */
export type Together = {
  settles?: ClaimedEffect | undefined;
  guards?: Guard[];
  messages?: Change['messages'];
  takes?: Taking;
  /** What is known of the cost beyond what the decision itself says. */
  gives?: readonly Settlement[];
  actor?: string;
};

export type Decided =
  | { ok: true; callback: Callback; attempt: Attempt | undefined; before: CallbackRecord }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'not-in-this-state'; status: CallbackStatus }
  | { ok: false; reason: 'conflict'; conflict: Exclude<Conflict, 'stale'> };

/** Races are lost to somebody who got on; losing this often means that something is wrong. */
const mostRaces = 50;

/** Loads, decides and commits one event for a callback; decides again for as long as others were faster. */
export async function saveCallbackEvent(
  ports: DecisionPorts,
  requestId: string,
  event: CallbackEvent,
  together: Together = {},
): Promise<Decided> {
  return saving(
    ports,
    () => ports.store.load(requestId),
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
  together: Together = {},
): Promise<Decided> {
  return saving(ports, find, together, event.kind, (record) => {
    if (record.attempt === undefined) return undefined;
    const { rules } = ports.sites.get(record.callback.siteId);
    const decision = advanceAttempt(record.attempt, event, rules.attempt);
    return withToldCallback(record, decision, rules.callback);
  });
}

/** Both halves of a decision. */
export type Outcome = {
  callback: Callback;
  attempt: Attempt | undefined;
  arm: ArmedEffect[];
  disarm: Effect[];
};

type Refused = { refused: 'not-in-this-state'; status: CallbackStatus };

/** A callback that ends while its call is alive asks the attempt to end it. */
function withEndedAttempt(
  record: CallbackRecord,
  decision: CallbackDecision,
  at: number,
  rules: Parameters<typeof advanceAttempt>[2],
): Outcome {
  const { attempt } = record;
  const half = { callback: decision.callback, arm: decision.arm, disarm: decision.disarm };
  if (!decision.endsAttempt || attempt === undefined) return { ...half, attempt };
  const ended = advanceAttempt(attempt, { kind: 'end-asked', at }, rules);
  return {
    callback: decision.callback,
    attempt: ended.attempt,
    arm: [...half.arm, ...ended.arm],
    disarm: [...half.disarm, ...ended.disarm],
  };
}

/** Only the current attempt speaks for the callback; an older one finishes by itself. */
function withToldCallback(
  record: CallbackRecord,
  decision: AttemptDecision,
  rules: Parameters<typeof advanceCallback>[2],
): Outcome {
  const { callback } = record;
  const own = { attempt: decision.attempt, arm: decision.arm, disarm: decision.disarm };
  if (decision.tells === undefined || decision.attempt.number !== callback.attempts)
    return { ...own, callback };
  const told = advanceCallback(callback, decision.tells, rules);
  if ('refused' in told) return { ...own, callback };
  return {
    attempt: decision.attempt,
    callback: told.callback,
    arm: [...own.arm, ...told.arm],
    disarm: [...own.disarm, ...told.disarm],
  };
}

async function saving(
  ports: DecisionPorts,
  find: () => Promise<CallbackRecord | undefined>,
  together: Together,
  eventType: string,
  decide: (record: CallbackRecord) => Outcome | Refused | undefined,
): Promise<Decided> {
  for (let race = 0; race < mostRaces; race += 1) {
    const record = await find();
    const outcome = record === undefined ? undefined : decide(record);
    if (record === undefined || outcome === undefined) return { ok: false, reason: 'not-found' };
    if ('refused' in outcome) return { ok: false, reason: outcome.refused, status: outcome.status };
    if (isNothing(record, outcome, together)) return { ok: true, ...pick(outcome), before: record };
    const committed = await ports.store.commit(changeOf(ports, record, outcome, together, eventType));
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

function isNothing(record: CallbackRecord, outcome: Outcome, together: Together): boolean {
  const same = record.callback === outcome.callback && record.attempt === outcome.attempt;
  const alone = together.settles === undefined && (together.messages ?? []).length === 0;
  return same && alone && outcome.arm.length === 0;
}

/** The commit that carries a decision: state, effects, the texts that the effects will send, and the audit row. */
export function changeOf(
  ports: DecisionPorts,
  record: CallbackRecord,
  outcome: Outcome,
  together: Together,
  eventType: string,
): Change {
  const after = outcome.callback;
  const texts = outcome.arm.flatMap(({ effect, dueAt }) => textFor(ports, after, effect, dueAt));
  return {
    callback: { before: record.callback, after },
    ...(outcome.attempt !== undefined && outcome.attempt !== record.attempt
      ? {
          attempt: {
            before: record.attempt?.number === outcome.attempt.number ? record.attempt : undefined,
            after: outcome.attempt,
          },
        }
      : {}),
    arm: outcome.arm,
    disarm: outcome.disarm,
    messages: [...texts, ...(together.messages ?? [])],
    settles: together.settles,
    guards: together.guards ?? [],
    gives: [...(together.gives ?? []), ...settled(ports, record, outcome)],
    takes: together.takes,
    wakes: freedLine(ports, record, outcome),
    audit: [
      {
        eventType,
        eventData: auditData(record, outcome),
        actor: together.actor ?? 'system',
      },
    ],
  };
}

function settled(ports: DecisionPorts, before: CallbackRecord, after: Outcome): Settlement[] {
  const { site, rules } = ports.sites.get(before.callback.siteId);
  return settlements(before, after, { site, rules: rules.spending });
}

/** The row of a text exists before the text is sent, so that its delivery report always finds it. */
export function textFor(
  ports: Pick<DecisionPorts, 'sites' | 'secrets'>,
  callback: Callback,
  effect: Effect,
  at: number,
): { before: undefined; after: Message }[] {
  if (effect.kind !== 'send-code' && effect.kind !== 'notify-business') return [];
  const toVisitor = effect.kind === 'send-code';
  const { site } = ports.sites.get(callback.siteId);
  const channel = toVisitor ? 'sms' : effect.channel;
  const addressees = { sms: site.notifyNumber, email: site.notifyEmail, webhook: site.notifyWebhook };
  return [
    {
      before: undefined,
      after: {
        messageId: ports.secrets.capability(),
        requestId: callback.requestId,
        siteId: callback.siteId,
        purpose: toVisitor ? 'code' : 'missed-call',
        channel,
        effectKey: effectKey(effect),
        to: toVisitor ? callback.visitor.phone : (addressees[channel] ?? ''),
        status: 'due',
        sid: undefined,
        errorCode: undefined,
        // Texts to the business are told apart by the end they tell of, even where the clock was set back since.
        createdAt: Math.max(at, callback.endedAt ?? 0),
      },
    },
  ];
}

/** A line that has, or may have, room now: an attempt let go of it, got its SID, or a request left the wait. */
function freedLine(ports: DecisionPorts, record: CallbackRecord, outcome: Outcome): string | undefined {
  const { site } = ports.sites.get(record.callback.siteId);
  const before = record.attempt;
  const after = outcome.attempt;
  const letGo = before !== undefined && after !== undefined && holdsLine(before) && !holdsLine(after);
  const sidLearnt = before?.business.sid === undefined && after?.business.sid !== undefined && site.lines > 1;
  const leftWait = record.callback.status === 'verified' && hasEnded(outcome.callback.status);
  return letGo || sidLearnt || leftWait ? (after?.line ?? site.businessNumber) : undefined;
}

function auditData(record: CallbackRecord, outcome: Outcome): Record<string, unknown> {
  const attempt = outcome.attempt;
  return {
    from: record.callback.status,
    to: outcome.callback.status,
    ...(outcome.callback.outcome === undefined ? {} : { outcome: outcome.callback.outcome }),
    ...(attempt === undefined ? {} : { attempt: attempt.number, phase: phaseOf(attempt) }),
    ...(attempt?.business.sid === undefined ? {} : { call_sid: attempt.business.sid }),
    ...(attempt?.refusal === undefined ? {} : { carrier_error: attempt.refusal.code }),
  };
}
