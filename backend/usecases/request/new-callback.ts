import type { Language } from '../../../languages/languages.ts';
import { armCode, newCode } from '../../domain/callback/code.ts';
import type { Callback, CodeWay } from '../../domain/callback/state.ts';
import { advanceCallback } from '../../domain/callback/transition.ts';
import type { SiteRules } from '../../domain/site/site-rules.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PhoneNumbers } from '../../ports/phone-numbers.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sites } from '../../ports/sites.ts';
import type { Change } from '../../ports/store/change.ts';
import { type MessageRowPorts, messageRowsFor } from '../commit/build-change.ts';

/** The visitor's input, without the phone number. */
export type CallbackInput = {
  siteId: string;
  name: string;
  email: string | undefined;
  subject: string | undefined;
  page: string | undefined;
  /** What the visitor reads and hears; undefined for the business's. */
  language?: Language | undefined;
};

/** Returns a callback as it is before its first commit, with its code not sent yet. */
export function newCallback(
  secrets: Secrets,
  wish: CallbackInput,
  { phone, by, withheld, at }: { phone: string; by: CodeWay; withheld: boolean; at: number },
): Callback {
  return {
    callbackId: secrets.capability(),
    siteId: wish.siteId,
    reference: secrets.reference(),
    visitor: { name: wish.name, phone, email: wish.email },
    ...(wish.language === undefined ? {} : { language: wish.language }),
    subject: wish.subject,
    page: wish.page,
    status: 'pending',
    outcome: undefined,
    notice: 'none',
    notices: [],
    code: newCode(1, { at, withheld, by }),
    attempts: 0,
    version: 0,
    createdAt: at,
    updatedAt: at,
    verifiedAt: undefined,
    endedAt: undefined,
    done: undefined,
  };
}

/** The part of the first commit that depends on how the phone is proven. */
type Opening = Pick<Change, 'callback' | 'arm' | 'messages' | 'audit'>;

/** Opens a callback whose phone must be proven by a code. */
export function openWithCode(
  ports: MessageRowPorts,
  callback: Callback,
  rules: SiteRules,
  at: number,
): Opening {
  const sendCode = armCode(callback.code);
  return {
    callback: { before: undefined, after: callback },
    messages: messageRowsFor(ports, callback, sendCode.effect, at),
    arm: [sendCode, { effect: { kind: 'expire-request' }, dueAt: at + rules.callback.maxUnverifiedMs }],
    audit: [asked(callback)],
  };
}

/**
 * Opens a callback whose phone the sign-in has proven. No code is sent. It still counts as a code of the entered
 * number, so that sign-in allows no more calls than codes do.
 */
export function openSignedInCallback(
  callback: Callback,
  provider: string,
  rules: SiteRules,
  at: number,
): Opening {
  const unsent: Callback = { ...callback, code: { ...callback.code, sendNumber: 0 } };
  const decision = advanceCallback(unsent, { kind: 'phone-vouched', at }, rules.callback);
  if ('refused' in decision)
    throw Object.assign(new Error('A new callback refused the event phone-vouched.'), {
      code: 'unexpected-refusal',
    });
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
 * Returns the answer to a bot that filled in the hidden field. It looks like success; nothing is written, sent or
 * counted. A visitor whose browser fills in the field waits for a code that never comes. So the field has a name and
 * an autocomplete token that browsers ignore.
 */
export function buildDecoyCallback(
  ports: { clock: Clock; numbers: PhoneNumbers; secrets: Secrets; sites: Sites },
  wish: CallbackInput & { phone: string },
): Callback {
  const { site } = ports.sites.get(wish.siteId);
  const [region] = site.countries;
  const parsed = ports.numbers.parse(wish.phone, { region, allowed: site.countries });
  const phone = parsed.ok ? parsed.e164 : wish.phone;
  const by = parsed.ok && parsed.type === 'landline' ? 'call' : 'text';
  const asked = { phone, by, withheld: true, at: ports.clock.now() } as const;
  return { ...newCallback(ports.secrets, wish, asked), version: 1 };
}
