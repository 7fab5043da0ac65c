import { type Charge, chargeForCall } from '../../domain/budget/charge.ts';
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
  checkCaptcha,
  checkClient,
  checkCodes,
  checkIdentity,
  checkPhone,
  checkSignIn,
  codeGuards,
  type PhoneRefused,
  rateGuards,
  type TooManyCodes,
  type TooManyRequests,
} from './admission.ts';
import { type CallbackInput, newCallback, openSignedInCallback, openWithCode } from './new-callback.ts';

export type RequestPorts = DecisionPorts &
  BudgetPorts & { clock: Clock; numbers: PhoneNumbers; sessions: Sessions; captcha: Captcha };

export type CallbackRequest = CallbackInput & {
  /** The number as the visitor typed it. */
  phone: string;
  /** Session token of a signed-in visitor. */
  bearer: string | undefined;
  /** Whether a provider accepts the visitor's browser. */
  canSignIn: boolean;
  /** Fingerprint of the client's address. */
  client: string;
  /** Id of the consent text that the visitor agreed to, and the origin of the page that showed it. */
  consent: { text: string; pageOrigin: string | undefined } | undefined;
  /** Solution of the page's captcha. */
  captcha: string | undefined;
  /** `bodyHash` is the fingerprint of the request body. */
  idempotency: { key: string; bodyHash: string } | undefined;
};

/** A request that passed the checks. */
type Admitted = {
  request: CallbackRequest;
  identity: VisitorIdentity | undefined;
  captchaSolution: Change['captchaSolution'];
  phone: string;
  /** Maximum cost of the callback. It must fit under the caps now. */
  required: Charge;
  /** Charged in the first commit. The proof of the phone reserves the rest. */
  charge: Charge;
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
 * Creates a callback, or returns why it is refused. The cheapest check comes first, and a refusal writes nothing.
 * The commit repeats the checks that concurrent requests could bypass, as guards.
 */
export async function requestCallback(ports: RequestPorts, request: CallbackRequest): Promise<RequestResult> {
  const repeat = await findRepeat(ports, request);
  if (repeat !== undefined) return repeat;
  const admitted = await admit(ports, request);
  if ('ok' in admitted) return admitted;
  const callback = newCallback(ports.secrets, request, admitted.phone, admitted.at);
  const committed = await ports.store.commit(firstChange(ports, admitted, callback));
  if (committed.ok) return { ok: true, callback: committed.callback, repeated: false };
  return answerConflict(ports, admitted, committed.conflict);
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
  const signedIn = await checkSignIn(ports, request, site);
  if (!signedIn.ok) return signedIn;
  const { identity } = signedIn;
  const captcha = await checkCaptcha(ports, request.captcha);
  if (!captcha.ok) return captcha;
  const phone = await checkPhone(ports, request.phone, site, identity?.provenPhone);
  if (!phone.ok) return phone;
  const charges = chargeForCall(site, rules, phone.e164);
  const vouched = vouchingProvider(identity, phone.e164) !== undefined;
  const admitted = {
    request,
    identity,
    captchaSolution: captcha.solved,
    phone: phone.e164,
    required: vouched ? charges.call : charges.codeAndCall,
    charge: vouched ? charges.call : charges.code,
    at,
  };
  return (await checkCounts(ports, admitted)) ?? admitted;
}

async function checkCounts(ports: RequestPorts, admitted: Admitted): Promise<Refused | undefined> {
  const { request, identity, phone, required, at } = admitted;
  const { rules } = ports.sites.get(request.siteId);
  return (
    (await checkIdentity(ports, identity?.fingerprint, at)) ??
    (await checkCodes(ports, phone, rules.spending, at)) ??
    (await checkBudget(ports, request.siteId, required, at))
  );
}

function firstChange(ports: RequestPorts, admitted: Admitted, callback: Callback): Change {
  const { request, identity, captchaSolution, phone, charge, at } = admitted;
  const { rules } = ports.sites.get(request.siteId);
  const provider = vouchingProvider(identity, phone);
  const requester = { client: request.client, identity: identity?.fingerprint };
  return {
    ...(provider === undefined
      ? openWithCode(ports, callback, rules, at)
      : openSignedInCallback(callback, provider, rules, at)),
    origin: {
      ...requester,
      consent: request.consent && { ...request.consent, at },
      idempotencyKey: request.idempotency?.key,
      bodyHash: request.idempotency?.bodyHash,
    },
    guards: [
      notOptedOut(ports.secrets, phone),
      ...rateGuards(requester, at),
      ...codeGuards(phone, rules.spending, at),
    ],
    charge,
    captchaSolution,
  };
}

/** Returns the sign-in provider that proved this number. Any other number is proven by a code. */
function vouchingProvider(identity: VisitorIdentity | undefined, phone: string): string | undefined {
  return identity?.provenPhone === phone ? identity.provider : undefined;
}

/** Answers a commit that lost to a concurrent request with the same key, client, number or captcha solution. */
async function answerConflict(
  ports: RequestPorts,
  admitted: Admitted,
  conflict: string,
): Promise<RequestResult> {
  if (conflict === 'challenge-used') return { ok: false, reason: 'captcha-refused' };
  if (conflict === 'opted-out') return { ok: false, reason: 'opted-out' };
  if (conflict === 'live-request') return returnLiveCallback(ports, admitted);
  const answer =
    (conflict === 'idempotency-key-used' ? await findRepeat(ports, admitted.request) : undefined) ??
    (await checkClient(ports, admitted.request.client, admitted.at)) ??
    (await checkCounts(ports, admitted));
  if (answer !== undefined) return answer;
  // The budget was released since the commit failed.
  if (conflict === 'budget-reached') return requestCallback(ports, admitted.request);
  throw Object.assign(new Error('A new callback could not be committed.'), {
    code: 'unexpected-conflict',
    conflict,
  });
}

/** A visitor with a proven number gets the live callback of that number. If it has just ended, the request starts again. */
async function returnLiveCallback(ports: RequestPorts, { request, phone }: Admitted): Promise<RequestResult> {
  const live = await ports.store.findLive(request.siteId, phone);
  return live === undefined ? requestCallback(ports, request) : { ok: true, callback: live, repeated: true };
}

/** Whether the business takes calls at `at`; a site without hours always does. */
export function isSiteOpen(site: Site, calendar: Calendar, at: number): boolean {
  return site.hours === undefined || isBusinessOpen(site.hours, calendar, at);
}
