import { zeroAmounts } from '../../domain/budget/amounts.ts';
import { visitorCaps } from '../../domain/budget/caps.ts';
import { type Charge, chargeOf } from '../../domain/budget/charge.ts';
import { codeCost, worstCase } from '../../domain/budget/estimate.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import { isBusinessOpen } from '../../domain/site/business-hours.ts';
import type { Site } from '../../domain/site/site.ts';
import type { Calendar } from '../../ports/calendar.ts';
import type { Captcha, CaptchaChecked } from '../../ports/captcha.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PhoneNumbers } from '../../ports/phone-numbers.ts';
import type { Sessions } from '../../ports/sign-in/sessions.ts';
import type { Change } from '../../ports/store/change.ts';
import { type BudgetPorts, type BudgetReached, checkBudget } from '../check-budget.ts';
import type { DecisionPorts } from '../commit/save-event.ts';
import { notOptedOut } from '../opt-outs.ts';
import {
  checkClient,
  checkCodes,
  checkIdentity,
  codeGuards,
  rateGuards,
  type TooManyCodes,
  type TooManyRequests,
} from './check-rate-limits.ts';
import { checkCaptcha, checkPhone, checkSignIn, type PhoneRefused } from './check-visitor.ts';
import { type CallbackInput, newCallback, openVouched, openWithCode } from './new-callback.ts';

export type RequestPorts = DecisionPorts &
  BudgetPorts & { clock: Clock; numbers: PhoneNumbers; sessions: Sessions; captcha: Captcha };

export type CallbackRequest = CallbackInput & {
  /** As it was typed. */
  phone: string;
  /** What shows who has signed in. */
  bearer: string | undefined;
  /** Fingerprint of the client's address. */
  client: string;
  /** What the visitor agreed to, and the origin of the page that showed it. */
  consent: { text: string; pageOrigin: string | undefined } | undefined;
  /** What the page's captcha gave. */
  captcha: string | undefined;
  /** With the fingerprint of the body it came with. */
  idempotency: { key: string; bodyHash: string } | undefined;
};

/** Once it is known who asks, and from which number. */
type Admitted = {
  request: CallbackRequest;
  identity: VisitorIdentity | undefined;
  solved: Change['captchaSolution'];
  phone: string;
  /** All that the request may come to cost, for which there must be room now. */
  needs: Charge;
  /** What of it is counted at once; the rest is set aside when the phone is proven. */
  takes: Charge;
  at: number;
};

export type RequestResult =
  | { ok: true; callback: Callback; repeated: boolean }
  | { ok: false; reason: 'idempotency-key-reused' | 'sign-in-required' }
  | Exclude<CaptchaChecked, { ok: true }>
  | PhoneRefused
  | TooManyRequests
  | TooManyCodes
  | BudgetReached;

/**
 * Admits a visitor's request and has the code sent. Checks come cheapest first and write nothing when they refuse;
 * those that a rival could slip past are repeated inside the commit.
 */
export async function requestCallback(ports: RequestPorts, request: CallbackRequest): Promise<RequestResult> {
  const repeat = await findRepeat(ports, request);
  if (repeat !== undefined) return repeat;
  const admitted = await admit(ports, request);
  if ('ok' in admitted) return admitted;
  const callback = newCallback(ports.secrets, request, admitted.phone, admitted.at);
  const committed = await ports.store.commit(creation(ports, admitted, callback));
  if (committed.ok) return { ok: true, callback: committed.callback, repeated: false };
  return lostRace(ports, admitted, committed.conflict);
}

async function findRepeat(ports: RequestPorts, request: CallbackRequest): Promise<RequestResult | undefined> {
  if (request.idempotency === undefined) return undefined;
  const { key, bodyHash } = request.idempotency;
  const earlier = await ports.store.findByIdempotencyKey(request.client, key);
  if (earlier === undefined) return undefined;
  if (earlier.bodyHash !== bodyHash) return { ok: false, reason: 'idempotency-key-reused' };
  const record = await ports.store.load(earlier.callbackId);
  return record === undefined ? undefined : { ok: true, callback: record.callback, repeated: true };
}

type Refused = Exclude<RequestResult, { ok: true }>;

async function admit(ports: RequestPorts, request: CallbackRequest): Promise<Admitted | Refused> {
  const at = ports.clock.now();
  const { site, rules } = ports.sites.get(request.siteId);
  const busy = await checkClient(ports, request.client, at);
  if (busy !== undefined) return busy;
  const signedIn = await checkSignIn(ports, request.bearer, site);
  if (!signedIn.ok) return signedIn;
  const { identity } = signedIn;
  const captcha = await checkCaptcha(ports, request.captcha);
  if (!captcha.ok) return captcha;
  const phone = await checkPhone(ports, request.phone, site);
  if (!phone.ok) return phone;
  const { spending } = rules;
  const reserves = worstCase(spending, site, phone.e164, rules.callback.noticeChannels);
  const vouched = vouchingProvider(identity, phone.e164) !== undefined;
  const code = vouched ? zeroAmounts : codeCost(spending, phone.e164);
  const caps = visitorCaps(spending, site.notifyNumber);
  const needs = chargeOf(caps, code, reserves);
  const takes = vouched ? needs : chargeOf(caps, code, []);
  const admitted = { request, identity, solved: captcha.solved, phone: phone.e164, needs, takes, at };
  return (await checkCounts(ports, admitted)) ?? admitted;
}

async function checkCounts(ports: RequestPorts, admitted: Admitted): Promise<Refused | undefined> {
  const { request, identity, phone, needs, at } = admitted;
  const { rules } = ports.sites.get(request.siteId);
  return (
    (await checkIdentity(ports, identity?.fingerprint, at)) ??
    (await checkCodes(ports, phone, rules.spending, at)) ??
    (await checkBudget(ports, request.siteId, needs, at))
  );
}

function creation(ports: RequestPorts, admitted: Admitted, callback: Callback): Change {
  const { request, identity, solved, phone, takes, at } = admitted;
  const { rules } = ports.sites.get(request.siteId);
  const provider = vouchingProvider(identity, phone);
  const asking = { client: request.client, identity: identity?.fingerprint };
  return {
    ...(provider === undefined
      ? openWithCode(ports, callback, rules, at)
      : openVouched(callback, provider, rules, at)),
    origin: {
      ...asking,
      consent: request.consent && { ...request.consent, at },
      idempotencyKey: request.idempotency?.key,
      bodyHash: request.idempotency?.bodyHash,
    },
    guards: [
      notOptedOut(ports.secrets, phone),
      ...rateGuards(asking, at),
      ...codeGuards(phone, rules.spending, at),
    ],
    charge: takes,
    captchaSolution: solved,
  };
}

/** Who has proven this very number, if anybody has; any other number is proven by a code. */
function vouchingProvider(identity: VisitorIdentity | undefined, phone: string): string | undefined {
  return identity?.provenPhone === phone ? identity.provider : undefined;
}

/** Somebody with the same key, address, number or solution was faster: the answer is the one they made it. */
async function lostRace(ports: RequestPorts, admitted: Admitted, conflict: string): Promise<RequestResult> {
  if (conflict === 'challenge-used') return { ok: false, reason: 'captcha-refused' };
  if (conflict === 'opted-out') return { ok: false, reason: 'opted-out' };
  if (conflict === 'live-request') return returnLiveCallback(ports, admitted);
  const answer =
    (conflict === 'idempotency-key-used' ? await findRepeat(ports, admitted.request) : undefined) ??
    (await checkClient(ports, admitted.request.client, admitted.at)) ??
    (await checkCounts(ports, admitted));
  if (answer !== undefined) return answer;
  // What filled the budget a moment ago has been given back since.
  if (conflict === 'budget-reached') return requestCallback(ports, admitted.request);
  throw Object.assign(new Error('A new request could not be saved.'), {
    code: 'unexpected-conflict',
    conflict,
  });
}

/** Whoever has proven the number follows the request that is under way for it, unless that has just ended. */
async function returnLiveCallback(ports: RequestPorts, { request, phone }: Admitted): Promise<RequestResult> {
  const live = await ports.store.findLive(request.siteId, phone);
  return live === undefined ? requestCallback(ports, request) : { ok: true, callback: live, repeated: true };
}

/** What the visitor is told before anything is sent: whether a call would be made now, and if not, when. */
export function isSiteOpen(site: Site, calendar: Calendar, at: number): boolean {
  return site.hours === undefined || isBusinessOpen(site.hours, calendar, at);
}
