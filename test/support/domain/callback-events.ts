import type { CallbackEvent, CallbackEventKind } from '../../../backend/domain/callback/event.ts';
import type { EffectKind } from '../../../backend/domain/effect.ts';

/** A time when a second code can be requested and the first is still valid. */
export const at = 60_000;

export const callbackEvents = {
  'code-requested': { kind: 'code-requested', at, withheld: false },
  'wrong-code-entered': { kind: 'wrong-code-entered', at },
  'phone-proven': { kind: 'phone-proven', at },
  'proven-beyond-budget': { kind: 'proven-beyond-budget', at, textPaid: true },
  'phone-vouched': { kind: 'phone-vouched', at },
  'live-request-found': { kind: 'live-request-found', at },
  'visitor-cancelled': { kind: 'visitor-cancelled', at },
  'operator-cancelled': { kind: 'operator-cancelled', at },
  'retry-asked': { kind: 'retry-asked', at },
  'marked-done': { kind: 'marked-done', at, by: 'Ana' },
  'done-undone': { kind: 'done-undone', at },
  'attempt-began': { kind: 'attempt-began', at },
  'business-closed': { kind: 'business-closed', at },
  'visitor-opted-out': { kind: 'visitor-opted-out', at },
  'number-blocked': { kind: 'number-blocked', at },
  'call-expired': { kind: 'call-expired', at },
  'budget-reached': { kind: 'budget-reached', at },
  'visitor-answered': { kind: 'visitor-answered', at },
  'attempt-ended': { kind: 'attempt-ended', at, outcome: 'business-busy' },
  'code-call-began': { kind: 'code-call-began', at, sendNumber: 1 },
  'code-text-accepted': { kind: 'code-text-accepted', at, sendNumber: 1 },
  'code-text-undelivered': { kind: 'code-text-undelivered', at, sendNumber: 1, cause: 'number' },
  'notice-accepted': { kind: 'notice-accepted', at, channel: 'sms', attempt: 1, armedAt: at },
  'notice-delayed': { kind: 'notice-delayed', at, channel: 'sms', attempt: 1, armedAt: at },
  'notice-handed-over': { kind: 'notice-handed-over', at, channel: 'sms', attempt: 1, armedAt: at },
  'notice-delivered': { kind: 'notice-delivered', at, channel: 'sms', attempt: 1, armedAt: at },
  'notice-undelivered': { kind: 'notice-undelivered', at, channel: 'sms', attempt: 1, armedAt: at },
  'nudge-due': { kind: 'nudge-due', at, step: 1, attempt: 1 },
  nudged: { kind: 'nudged', at, step: 1, attempt: 1 },
  'text-reported': { kind: 'text-reported', at },
  'request-expired': { kind: 'request-expired', at },
  'wait-exceeded': { kind: 'wait-exceeded', at },
  'last-resort-reached': { kind: 'last-resort-reached', at },
  'database-moved': { kind: 'database-moved', at },
  'effect-gave-up': { kind: 'effect-gave-up', at, effect: 'check-attempt', channel: undefined },
} satisfies { [K in CallbackEventKind]: Extract<CallbackEvent, { kind: K }> };

const effects: Record<EffectKind, true> = {
  'send-code': true,
  'call-code': true,
  'place-call': true,
  'check-attempt': true,
  'end-call': true,
  'notify-business': true,
  'check-notice': true,
  'warn-owner': true,
  nudge: true,
  'send-nudge': true,
  'text-visitor': true,
  'expire-request': true,
  'give-up-waiting': true,
  'last-resort': true,
};
export const effectKinds = Object.keys(effects) as EffectKind[];

export function gaveUp(effect: EffectKind): CallbackEvent {
  const channel = effect === 'notify-business' || effect === 'check-notice' ? 'sms' : undefined;
  return { kind: 'effect-gave-up', at, effect, channel };
}

/** Every event, with every effect that can be given up and both kinds of attempt ends. */
export const everyCallbackEvent: CallbackEvent[] = [
  ...Object.values(callbackEvents),
  ...effectKinds.map(gaveUp),
  { kind: 'attempt-ended', at, outcome: 'talked' },
  { kind: 'code-text-accepted', at, sendNumber: 2 },
  { kind: 'proven-beyond-budget', at, textPaid: false },
  { kind: 'notice-undelivered', at, channel: 'email', attempt: 1, armedAt: at },
];
