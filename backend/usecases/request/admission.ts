import type { CodeWay } from '../../domain/callback/state.ts';
import { isSamePhone } from '../../domain/phone-number.ts';
import {
  allowedAt,
  clientLimits,
  identityLimits,
  longestWindowMs,
  type RateLimit,
} from '../../domain/rate-limit.ts';
import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import { isNumberBlocked, type Site } from '../../domain/site/site.ts';
import type { Captcha, CaptchaChecked } from '../../ports/captcha.ts';
import type { PhoneNumbers, PhoneProblem } from '../../ports/phone-numbers.ts';
import type { Guard } from '../../ports/store/change.ts';
import type { Store } from '../../ports/store/store.ts';
import { hasOptedOut, type OptOutPorts } from '../opt-outs.ts';
import { readSession, type SessionPorts } from '../sign-in/session.ts';

export type SignInChecked =
  | { ok: true; identity: VisitorIdentity | undefined }
  | { ok: false; reason: 'sign-in-required' };

/** `canSignIn`: a provider of the site accepts the visitor's browser. */
export function isSignInRequired({ requireSignIn, signInWaivable }: Site, canSignIn: boolean): boolean {
  return requireSignIn && (canSignIn || signInWaivable !== true);
}

/** Refuses a bearer token without a session. Refuses a missing token where the site requires sign-in. */
export async function checkSignIn(
  ports: SessionPorts,
  { bearer, canSignIn }: { bearer: string | undefined; canSignIn: boolean },
  site: Site,
): Promise<SignInChecked> {
  if (bearer === undefined)
    return isSignInRequired(site, canSignIn)
      ? { ok: false, reason: 'sign-in-required' }
      : { ok: true, identity: undefined };
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
  | { ok: false; reason: 'phone-refused'; problem: PhoneProblem | 'landline' | 'our-own-number' }
  | { ok: false; reason: 'opted-out' | 'blocked' };

/** `by`: how a code reaches the number. */
type PhoneRead = { ok: true; e164: string; by: CodeWay } | Extract<PhoneRefused, { reason: 'phone-refused' }>;

/** Returns why a number gets neither codes nor calls. Only its proven owner may learn it. */
export async function findPhoneBar(
  ports: OptOutPorts,
  phone: string,
  site: Site,
): Promise<'blocked' | 'opted-out' | undefined> {
  if (isNumberBlocked(site, phone)) return 'blocked';
  return (await hasOptedOut(ports, phone)) ? 'opted-out' : undefined;
}

/**
 * Refuses the site's own numbers: a call to one of them would be a loop with two paid legs. Refuses a landline where the
 * site speaks no codes, because a text message cannot reach it.
 */
export function readPhone(
  numbers: PhoneNumbers,
  typed: string,
  site: Site,
  provenPhone: string | undefined,
): PhoneRead {
  const [region] = site.countries;
  const parsed = numbers.parse(typed, { region, allowed: site.countries });
  if (!parsed.ok) return { ok: false, reason: 'phone-refused', problem: parsed.reason };
  const { e164, type } = parsed;
  const by = type === 'landline' ? 'call' : 'text';
  if (by === 'call' && site.callsWithCodes !== true && e164 !== provenPhone)
    return { ok: false, reason: 'phone-refused', problem: 'landline' };
  const own = [site.businessNumber, site.callerNumber, site.notifyNumber];
  if (own.some((number) => isSamePhone(number, e164)))
    return { ok: false, reason: 'phone-refused', problem: 'our-own-number' };
  return { ok: true, e164, by };
}

/** Fingerprints of the client and of the signed-in visitor. */
export type Requester = { client: string; identity?: string | undefined };

export type TooManyRequests = { ok: false; reason: 'too-many-requests'; retryAt: number };

/** Checks how many callbacks the client created; writes nothing. */
export async function checkClient(
  { store }: { store: Store },
  client: string,
  at: number,
): Promise<TooManyRequests | undefined> {
  return tooMany(clientLimits, await store.createdBy(client, at - longestWindowMs(clientLimits)), at);
}

/** Checks how many callbacks the signed-in visitor created; writes nothing. */
export async function checkIdentity(
  { store }: { store: Store },
  identity: string | undefined,
  at: number,
): Promise<TooManyRequests | undefined> {
  if (identity === undefined) return undefined;
  return tooMany(
    identityLimits,
    await store.createdByIdentity(identity, at - longestWindowMs(identityLimits)),
    at,
  );
}

function tooMany(
  limits: readonly RateLimit[],
  earlier: readonly number[],
  at: number,
): TooManyRequests | undefined {
  const retryAt = allowedAt(limits, earlier, at);
  return retryAt > at ? { ok: false, reason: 'too-many-requests', retryAt } : undefined;
}

/** Returns the guards that repeat both checks inside the commit. */
export function rateGuards({ client, identity }: Requester, at: number): Guard[] {
  const counted = ({ windowMs, max }: RateLimit) => ({ since: at - windowMs + 1, max });
  return [
    ...clientLimits.map((limit): Guard => ({ kind: 'client-below', client, ...counted(limit) })),
    ...(identity === undefined
      ? []
      : identityLimits.map((limit): Guard => ({ kind: 'identity-below', identity, ...counted(limit) }))),
  ];
}
