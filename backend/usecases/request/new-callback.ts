import type { Callback } from '../../domain/callback/state.ts';
import { advanceCallback } from '../../domain/callback/transition.ts';
import type { SiteRules } from '../../domain/site/site-rules.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PhoneNumbers } from '../../ports/phone-numbers.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sites } from '../../ports/sites.ts';
import type { Change } from '../../ports/store/change.ts';
import { type MessageRowPorts, messageRowsFor } from '../commit/message-rows.ts';

/** What a visitor wants. */
export type CallbackInput = {
  siteId: string;
  name: string;
  email: string | undefined;
  subject: string | undefined;
  page: string | undefined;
};

/** A request as it is before its first commit; its code is about to be sent. */
export function newCallback(secrets: Secrets, wish: CallbackInput, phone: string, at: number): Callback {
  return {
    callbackId: secrets.capability(),
    siteId: wish.siteId,
    reference: secrets.reference(),
    visitor: { name: wish.name, phone, email: wish.email },
    subject: wish.subject,
    page: wish.page,
    status: 'pending',
    outcome: undefined,
    notice: 'none',
    code: { sendNumber: 1, sentAt: at, guesses: 0, delivery: 'sending' },
    attempts: 0,
    version: 0,
    createdAt: at,
    updatedAt: at,
    verifiedAt: undefined,
    endedAt: undefined,
  };
}

/** What the first commit of a request holds of its course. */
type Opening = Pick<Change, 'callback' | 'arm' | 'messages' | 'audit'>;

/** The phone is to be proven: a code is on its way. */
export function openWithCode(
  ports: MessageRowPorts,
  callback: Callback,
  rules: SiteRules,
  at: number,
): Opening {
  const sendCode = { kind: 'send-code', sendNumber: callback.code.sendNumber } as const;
  return {
    callback: { before: undefined, after: callback },
    messages: messageRowsFor(ports, callback, sendCode, at),
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
export function openVouched(callback: Callback, provider: string, rules: SiteRules, at: number): Opening {
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

/**
 * What a bot is answered that filled in the field no person sees: it looks like success, and nothing is written, sent
 * or counted. A person whose browser fills in that field all the same waits for a code that never comes; therefore
 * the field has a name and an autocomplete token that browsers leave alone.
 */
export function pretendCallback(
  ports: { clock: Clock; numbers: PhoneNumbers; secrets: Secrets; sites: Sites },
  wish: CallbackInput & { phone: string },
): Callback {
  const { site } = ports.sites.get(wish.siteId);
  const [region] = site.countries;
  const parsed = ports.numbers.parse(wish.phone, { region, allowed: site.countries });
  const phone = parsed.ok ? parsed.e164 : wish.phone;
  return { ...newCallback(ports.secrets, wish, phone, ports.clock.now()), version: 1 };
}
