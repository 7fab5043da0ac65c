import type { Networks } from '../../domain/admission/network-standing.ts';
import { type Charge, chargeForCall } from '../../domain/budget/charge.ts';
import type { Callback, CodeWay } from '../../domain/callback/state.ts';
import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import { isBusinessOpen } from '../../domain/site/business-hours.ts';
import type { Site } from '../../domain/site/site.ts';
import type { Calendar } from '../../ports/calendar.ts';
import type { Captcha, CaptchaChecked } from '../../ports/captcha.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PhoneNumbers } from '../../ports/phone-numbers.ts';
import type { Sessions } from '../../ports/sign-in/sessions.ts';
import type { Change, Conflict, Guard } from '../../ports/store/change.ts';
import { type BudgetPorts, type BudgetReached, checkBudget } from '../check-budget.ts';
import type { DecisionPorts } from '../commit/save-event.ts';
import { notOptedOut } from '../opt-outs.ts';
import {
  checkCaptcha,
  checkClient,
  checkIdentity,
  checkSignIn,
  findPhoneBar,
  type PhoneRefused,
  rateGuards,
  readPhone,
  type TooManyRequests,
} from './admission.ts';
import {
  admitCode,
  type CodeAdmitted,
  checkProvenOwner,
  provenOwnerGuards,
  type TooManyCodes,
} from './admit-code.ts';
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
  /** Fingerprint of the client's address, and of its networks. */
  client: string;
  networks: Networks;
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
  by: CodeWay;
  /** The provider that proved the number; undefined if a code must prove it. */
  provider: string | undefined;
  withheld: boolean;
  /** Charged in the first commit. The proof of the phone reserves the rest. */
  charge: Charge | undefined;
  guards: Guard[];
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
export function requestCallback(ports: RequestPorts, request: CallbackRequest): Promise<RequestResult> {
  return tryRequest(ports, request, 1);
}

/** Maximum commits that may lose to concurrent requests; reaching it is a bug. */
const maxRaces = 100;

async function tryRequest(
  ports: RequestPorts,
  request: CallbackRequest,
  race: number,
): Promise<RequestResult> {
  const repeat = await findRepeat(ports, request);
  if (repeat !== undefined) return repeat;
  const admitted = await admit(ports, request);
  if ('ok' in admitted) return admitted;
  const callback = newCallback(ports.secrets, request, admitted);
  const committed = await ports.store.commit(firstChange(ports, admitted, callback));
  if (committed.ok) return { ok: true, callback: committed.callback, repeated: false };
  return answerConflict(ports, admitted, committed.conflict, race);
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
  const phone = readPhone(ports.numbers, request.phone, site, identity?.provenPhone);
  if (!phone.ok) {
    // The owner's private numbers could be found by trying, if tries were free.
    if (phone.problem === 'our-own-number')
      await ports.store.countRefusal(request.client, captcha.solved, at);
    return phone;
  }
  const limited = await checkIdentity(ports, identity?.fingerprint, at);
  if (limited !== undefined) return limited;
  const known = { request, identity, captchaSolution: captcha.solved, phone: phone.e164, by: phone.by, at };
  const provider = vouchingProvider(identity, phone.e164);
  const charges = chargeForCall(site, rules, phone.e164, { language: request.language, by: phone.by });
  if (provider !== undefined) return admitProven(ports, { ...known, provider }, charges.call);
  const admission = await admitCode(ports, {
    ...request,
    phone: phone.e164,
    by: phone.by,
    isSignedIn: identity !== undefined,
    isReplacement: false,
    required: charges.codeAndCall,
    at,
  });
  return admission.ok ? { ...known, provider, ...codeParts(charges.code, admission) } : admission;
}

function codeParts(code: Charge, { withheld, caps, guards }: CodeAdmitted) {
  return { withheld, guards, charge: withheld ? undefined : { ...code, caps } };
}

/** A visitor who proved the number by signing in may learn what is stored about it. */
async function admitProven(
  ports: RequestPorts,
  known: Omit<Admitted, 'withheld' | 'charge' | 'guards'>,
  charge: Charge,
): Promise<Admitted | Refused> {
  const { request, phone, at } = known;
  const bar = await findPhoneBar(ports, phone, ports.sites.get(request.siteId).site);
  if (bar !== undefined) return { ok: false, reason: bar };
  const refused =
    (await checkProvenOwner(ports, phone, at)) ?? (await checkBudget(ports, request.siteId, charge, at));
  const guards = [notOptedOut(ports.secrets, phone), ...provenOwnerGuards(phone, at)];
  return refused ?? { ...known, withheld: false, charge, guards };
}

function firstChange(ports: RequestPorts, admitted: Admitted, callback: Callback): Change {
  const { request, identity, captchaSolution, provider, charge, at } = admitted;
  const { rules } = ports.sites.get(request.siteId);
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
    codeOrigin: { networks: request.networks },
    codeEntered: provider !== undefined,
    guards: [...rateGuards(requester, at), ...admitted.guards],
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
  conflict: Conflict,
  race: number,
): Promise<RequestResult> {
  if (conflict === 'challenge-used') return { ok: false, reason: 'captcha-refused' };
  if (race >= maxRaces)
    throw Object.assign(new Error('A new callback could not be committed.'), {
      code: 'unexpected-conflict',
      conflict,
    });
  const live = conflict === 'live-request' ? await findLive(ports, admitted) : undefined;
  return live ?? tryRequest(ports, admitted.request, race + 1);
}

/** A visitor with a proven number gets the live callback of that number, unless it has just ended. */
async function findLive(
  ports: RequestPorts,
  { request, phone }: Admitted,
): Promise<RequestResult | undefined> {
  const live = await ports.store.findLive(request.siteId, phone);
  return live && { ok: true, callback: live, repeated: true };
}

/** Whether the business takes calls at `at`; a site without hours always does. */
export function isSiteOpen(site: Site, calendar: Calendar, at: number): boolean {
  return site.hours === undefined || isBusinessOpen(site.hours, calendar, at);
}
