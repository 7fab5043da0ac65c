import type { Callback } from '../../domain/callback/state.ts';
import { advanceCallback } from '../../domain/callback/transition.ts';
import type { SiteRules } from '../../domain/site/site-rules.ts';
import type { Change } from '../../ports/store/change.ts';
import { type TextPorts, textFor } from '../text-for.ts';

/** What the first commit of a request holds of its course. */
type Opening = Pick<Change, 'callback' | 'arm' | 'messages' | 'audit'>;

/** The phone is to be proven: a code is on its way. */
export function awaitCode(ports: TextPorts, callback: Callback, rules: SiteRules, at: number): Opening {
  const sendCode = { kind: 'send-code', sendNumber: callback.code.sendNumber } as const;
  return {
    callback: { before: undefined, after: callback },
    messages: textFor(ports, callback, sendCode, at),
    arm: [
      { effect: sendCode, dueAt: at },
      { effect: { kind: 'expire-request' }, dueAt: at + rules.callback.maxUnverifiedMs },
    ],
    audit: [asked(callback)],
  };
}

/**
 * The visitor has proven the phone by signing in with it. Nothing is sent, but the sending that is saved counts for
 * the number as if it were: nobody gets more calls by this way than by the other.
 */
export function vouchFor(callback: Callback, provider: string, rules: SiteRules, at: number): Opening {
  const unsent: Callback = { ...callback, code: { ...callback.code, sendNumber: 0 } };
  const decision = advanceCallback(unsent, { kind: 'phone-vouched', at }, rules.callback);
  if ('refused' in decision)
    throw Object.assign(new Error('A new request cannot be vouched for.'), { code: 'unexpected-refusal' });
  return {
    callback: { before: undefined, after: decision.callback },
    arm: decision.arm,
    audit: [asked(callback), { eventType: 'phone-vouched', eventData: { by: provider }, actor: 'visitor' }],
  };
}

function asked({ page }: Callback): Change['audit'][number] {
  return { eventType: 'callback-requested', eventData: { page }, actor: 'visitor' };
}
