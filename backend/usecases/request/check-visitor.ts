import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import type { Site } from '../../domain/site/site.ts';
import type { Captcha, CaptchaChecked } from '../../ports/captcha.ts';
import type { PhoneNumbers, PhoneProblem } from '../../ports/phone-numbers.ts';
import type { Store } from '../../ports/store/store.ts';
import { hasOptedOut, type OptOutPorts } from '../opt-outs.ts';
import { readSession, type SessionPorts } from '../sign-in/session.ts';

export type SignInChecked =
  | { ok: true; identity: VisitorIdentity | undefined }
  | { ok: false; reason: 'sign-in-required' };

/** Refuses a bearer token without a session. Refuses a missing token where the site requires sign-in. */
export async function checkSignIn(
  ports: SessionPorts,
  bearer: string | undefined,
  site: Site,
): Promise<SignInChecked> {
  if (bearer === undefined)
    return site.requireSignIn ? { ok: false, reason: 'sign-in-required' } : { ok: true, identity: undefined };
  const identity = await readSession(ports, bearer);
  return identity === undefined ? { ok: false, reason: 'sign-in-required' } : { ok: true, identity };
}

/** Checks a captcha solution. A solution is valid once: a used one is refused before anything is written. */
export async function checkCaptcha(
  { captcha, store }: { captcha: Captcha; store: Store },
  solution: string | undefined,
): Promise<CaptchaChecked> {
  const checked = await captcha.check(solution);
  if (!checked.ok || checked.solved === undefined) return checked;
  const used = await store.isChallengeUsed(checked.solved.challenge);
  return used ? { ok: false, reason: 'captcha-refused' } : checked;
}

export type PhoneRefused =
  | { ok: false; reason: 'phone-refused'; problem: PhoneProblem | 'our-own-number' }
  | { ok: false; reason: 'opted-out' | 'blocked' };

export type PhoneChecked = { ok: true; e164: string } | PhoneRefused;

/** Parses a typed number and refuses numbers that are blocked or have opted out. */
export async function checkPhone(
  ports: OptOutPorts & { numbers: PhoneNumbers },
  typed: string,
  site: Site,
): Promise<PhoneChecked> {
  const phone = readPhone(ports.numbers, typed, site);
  if (!phone.ok) return phone;
  if (site.blockedNumbers.some((beginning) => phone.e164.startsWith(beginning)))
    return { ok: false, reason: 'blocked' };
  return (await hasOptedOut(ports, phone.e164)) ? { ok: false, reason: 'opted-out' } : phone;
}

/** Refuses the site's own numbers: a call to one of them would be a loop with two paid legs. */
function readPhone(numbers: PhoneNumbers, typed: string, site: Site): PhoneChecked {
  const [region] = site.countries;
  const parsed = numbers.parse(typed, { region, allowed: site.countries });
  if (!parsed.ok) return { ok: false, reason: 'phone-refused', problem: parsed.reason };
  const own = [site.businessNumber, site.callerNumber, site.notifyNumber];
  if (own.includes(parsed.e164)) return { ok: false, reason: 'phone-refused', problem: 'our-own-number' };
  return { ok: true, e164: parsed.e164 };
}
