import { holdsLine, phaseOf } from '../../domain/attempt/state.ts';
import type { Charge } from '../../domain/budget/charge.ts';
import { type Release, releasesFor } from '../../domain/budget/release.ts';
import { nudgeTarget } from '../../domain/callback/nudge.ts';
import { type Callback, hasEnded } from '../../domain/callback/state.ts';
import { type Effect, effectKey, type NoticeChannel } from '../../domain/effect.ts';
import type { Site } from '../../domain/site/site.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sites } from '../../ports/sites.ts';
import type { CallbackRecord } from '../../ports/store/callback-store.ts';
import type { Change, CodeOrigin, Guard, Message } from '../../ports/store/change.ts';
import type { ClaimedEffect } from '../../ports/store/effect-queue.ts';
import type { Outcome } from './combine-decisions.ts';

/** Parts of the commit that the decision itself does not contain. */
export type ChangeExtras = {
  claimed?: ClaimedEffect | undefined;
  guards?: Guard[];
  messages?: Change['messages'];
  charge?: Charge;
  /** Released with the known cost, before the releases that follow from the decision. */
  release?: readonly Release[];
  /** Who asked for the code that this commit sends. */
  codeOrigin?: CodeOrigin;
  codeEntered?: true;
  captchaSolution?: Change['captchaSolution'];
  actor?: string;
};

/** Builds the commit of a decision: state, effects, rows of the messages to send, and the audit row. */
export function buildChange(
  ports: MessageRowPorts,
  record: CallbackRecord,
  outcome: Outcome,
  extras: ChangeExtras,
  eventType: string,
): Change {
  const after = outcome.callback;
  const messages = outcome.arm.flatMap(({ effect, dueAt }) => messageRowsFor(ports, after, effect, dueAt));
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
    messages: [...messages, ...(extras.messages ?? [])],
    claimed: extras.claimed,
    guards: extras.guards ?? [],
    release: [...(extras.release ?? []), ...releasesOf(ports, record, outcome)],
    charge: extras.charge,
    ...(extras.codeOrigin && { codeOrigin: extras.codeOrigin }),
    codeEntered: extras.codeEntered ?? false,
    captchaSolution: extras.captchaSolution,
    freedLine: freedLine(ports, record, outcome),
    audit: [
      {
        eventType,
        eventData: auditData(record, outcome),
        actor: extras.actor ?? 'system',
      },
    ],
  };
}

function releasesOf(ports: MessageRowPorts, before: CallbackRecord, after: Outcome): Release[] {
  const { site, rules } = ports.sites.get(before.callback.siteId);
  return releasesFor(before, after, { site, rules: rules.spending });
}

/**
 * Returns the line that may have room for the next callback: an attempt left it, or a callback left the queue. One that
 * began its attempt makes way only where the business has more lines.
 */
function freedLine(ports: MessageRowPorts, record: CallbackRecord, outcome: Outcome): string | undefined {
  const { site } = ports.sites.get(record.callback.siteId);
  const before = record.attempt;
  const after = outcome.attempt;
  const leftLine = before !== undefined && after !== undefined && holdsLine(before) && !holdsLine(after);
  const { status } = outcome.callback;
  const makesWay = hasEnded(status) || (status === 'calling' && site.lines > 1);
  const leftQueue = record.callback.status === 'verified' && makesWay;
  return leftLine || leftQueue ? (after?.line ?? site.businessNumber) : undefined;
}

function auditData(record: CallbackRecord, outcome: Outcome): Record<string, unknown> {
  const attempt = outcome.attempt;
  return {
    from: record.callback.status,
    to: outcome.callback.status,
    ...(outcome.callback.outcome === undefined ? {} : { outcome: outcome.callback.outcome }),
    ...(attempt === undefined ? {} : { attempt: attempt.number, phase: phaseOf(attempt) }),
    ...(attempt?.business.sid === undefined ? {} : { call_sid: attempt.business.sid }),
    ...(attempt?.listed?.business.sid === undefined ? {} : { listed_sid: attempt.listed.business.sid }),
    ...(attempt?.refusal === undefined ? {} : { carrier_error: attempt.refusal.code }),
  };
}

export type MessageRowPorts = { sites: Sites; secrets: Secrets };

/** Returns the row of the message that an effect sends. It is committed first, so every delivery report finds it. */
export function messageRowsFor(
  ports: MessageRowPorts,
  callback: Callback,
  effect: Effect,
  at: number,
): { before: undefined; after: Message }[] {
  const addressed = addressedMessage(ports, callback, effect);
  if (addressed === undefined) return [];
  return [
    {
      before: undefined,
      after: {
        ...addressed,
        messageId: ports.secrets.capability(),
        callbackId: callback.callbackId,
        siteId: callback.siteId,
        effectKey: effectKey(effect),
        status: 'due',
        sid: undefined,
        errorCode: undefined,
        // Not before the callback's end: notices are told apart by this time, even after the clock was set back.
        createdAt: Math.max(at, callback.endedAt ?? 0),
      },
    },
  ];
}

type Addressed = Pick<Message, 'purpose' | 'channel' | 'to'>;

function addressedMessage(ports: MessageRowPorts, callback: Callback, effect: Effect): Addressed | undefined {
  const { site, rules } = ports.sites.get(callback.siteId);
  switch (effect.kind) {
    case 'send-code':
      if (callback.code.withheld) return undefined;
      return { purpose: 'code', channel: 'sms', to: callback.visitor.phone };
    case 'call-code':
      if (callback.code.withheld) return undefined;
      return { purpose: 'code', channel: 'voice', to: callback.visitor.phone };
    case 'text-visitor':
      return { purpose: 'miss-text', channel: 'sms', to: callback.visitor.phone };
    case 'notify-business':
      return { purpose: 'missed-call', channel: effect.channel, to: addresseeOf(site, effect.channel) };
    case 'send-nudge': {
      const target = nudgeTarget(rules.callback, effect.step);
      if (target === undefined) return undefined;
      const { channel, to = addresseeOf(site, channel) } = target;
      return { purpose: 'nudge', channel, to };
    }
    default:
      return undefined;
  }
}

/** The addresses of chats are secrets, and are not stored. */
function addresseeOf(site: Site, channel: NoticeChannel): string {
  const addressees: Partial<Record<NoticeChannel, string | undefined>> = {
    sms: site.notifyNumber,
    email: site.notifyEmail,
    webhook: site.notifyWebhook,
  };
  return addressees[channel] ?? '';
}
