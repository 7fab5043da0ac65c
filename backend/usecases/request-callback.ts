import { codePolicy } from '../domain/callback/code-policy.ts';
import type { Callback } from '../domain/callback/state.ts';
import { clientLimits } from '../domain/client-limits.ts';
import type { VisitorIdentity } from '../domain/sign-in/visitor-identity.ts';
import { isOpen } from '../domain/site/business-hours.ts';
import type { Site } from '../domain/site/site.ts';
import type { SiteRules } from '../domain/site/site-rules.ts';
import { allowedAt, longestWindow, type SlidingLimit } from '../domain/sliding-window.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Clock } from '../ports/clock.ts';
import type { PhoneNumbers, PhoneProblem } from '../ports/phone-numbers.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { Change, Guard } from '../ports/store.ts';
import { checkSignIn } from './admission/check-sign-in.ts';
import { type DecisionPorts, textFor } from './save-decision.ts';

export type RequestPorts = DecisionPorts & { clock: Clock; numbers: PhoneNumbers; sessions: Sessions };

export type CallbackRequest = {
  siteId: string;
  name: string;
  /** As it was typed. */
  phone: string;
  email: string | undefined;
  subject: string | undefined;
  page: string | undefined;
  /** What shows who has signed in. */
  bearer: string | undefined;
  /** Fingerprint of the client's address. */
  client: string;
  /** With the fingerprint of the body it came with. */
  idempotency: { key: string; bodyHash: string } | undefined;
};

/** Once it is known who asks. */
type AdmittedRequest = CallbackRequest & { identity: VisitorIdentity | undefined };

export type Requested =
  | { ok: true; callback: Callback; repeated: boolean }
  | { ok: false; reason: 'idempotency-key-reused' | 'sign-in-required' }
  | { ok: false; reason: 'too-many-requests' | 'too-many-codes'; retryAt: number }
  | { ok: false; reason: 'phone-refused'; problem: PhoneProblem | 'our-own-number' }
  | { ok: false; reason: 'opted-out' };

/**
 * Admits a visitor's request and has the code sent. Checks come cheapest first and write nothing when they refuse;
 * those that a rival could slip past are repeated inside the commit.
 */
export async function requestCallback(ports: RequestPorts, request: CallbackRequest): Promise<Requested> {
  const repeat = await findRepeat(ports, request);
  if (repeat !== undefined) return repeat;
  const at = ports.clock.now();
  const busy = await refusedByClientLimit(ports, request.client, at);
  if (busy !== undefined) return busy;
  const { site, rules } = ports.sites.get(request.siteId);
  const signedIn = await checkSignIn(ports, request.bearer, site);
  if (!signedIn.ok) return signedIn;
  const phone = readPhone(ports, request.phone, site);
  if (!phone.ok) return phone;
  if (await ports.store.isOptedOut(phone.e164)) return { ok: false, reason: 'opted-out' };
  const spent = await refusedByCodeLimit(ports, phone.e164, at);
  if (spent !== undefined) return spent;
  const callback = newCallback(ports, request, phone.e164, at);
  const admitted = { ...request, identity: signedIn.identity };
  const committed = await ports.store.commit(creation(ports, admitted, callback, rules, at));
  if (committed.ok) return { ok: true, callback: committed.callback, repeated: false };
  return lostRace(ports, request, phone.e164, committed.conflict, at);
}

async function findRepeat(ports: RequestPorts, request: CallbackRequest): Promise<Requested | undefined> {
  if (request.idempotency === undefined) return undefined;
  const { key, bodyHash } = request.idempotency;
  const earlier = await ports.store.findByIdempotencyKey(request.client, key);
  if (earlier === undefined) return undefined;
  if (earlier.bodyHash !== bodyHash) return { ok: false, reason: 'idempotency-key-reused' };
  const record = await ports.store.load(earlier.requestId);
  return record === undefined ? undefined : { ok: true, callback: record.callback, repeated: true };
}

async function refusedByClientLimit(
  ports: RequestPorts,
  client: string,
  at: number,
): Promise<Requested | undefined> {
  const earlier = await ports.store.createdBy(client, at - longestWindow(clientLimits));
  const retryAt = allowedAt(clientLimits, earlier, at);
  return retryAt > at ? { ok: false, reason: 'too-many-requests', retryAt } : undefined;
}

async function refusedByCodeLimit(
  ports: RequestPorts,
  phone: string,
  at: number,
): Promise<Requested | undefined> {
  const limits = codePolicy.sendLimits;
  const retryAt = allowedAt(limits, await ports.store.codesSent(phone, at - longestWindow(limits)), at);
  return retryAt > at ? { ok: false, reason: 'too-many-codes', retryAt } : undefined;
}

type ReadPhone = { ok: true; e164: string } | Extract<Requested, { reason: 'phone-refused' }>;

/** Our own numbers are refused: calling them would make a loop that is paid for twice. */
function readPhone(ports: RequestPorts, typed: string, site: Site): ReadPhone {
  const [region] = site.countries;
  const parsed = ports.numbers.parse(typed, { region, allowed: site.countries });
  if (!parsed.ok) return { ok: false, reason: 'phone-refused', problem: parsed.reason };
  const own = [site.businessNumber, site.callerNumber, site.notifyNumber];
  if (own.includes(parsed.e164)) return { ok: false, reason: 'phone-refused', problem: 'our-own-number' };
  return { ok: true, e164: parsed.e164 };
}

function newCallback(ports: RequestPorts, request: CallbackRequest, phone: string, at: number): Callback {
  return {
    requestId: ports.secrets.capability(),
    siteId: request.siteId,
    reference: ports.secrets.reference(),
    visitor: { name: request.name, phone, email: request.email },
    subject: request.subject,
    page: request.page,
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

function creation(
  ports: RequestPorts,
  request: AdmittedRequest,
  callback: Callback,
  rules: SiteRules,
  at: number,
): Change {
  const sendCode = { kind: 'send-code', sendNumber: 1 } as const;
  return {
    callback: { before: undefined, after: callback },
    origin: {
      client: request.client,
      idempotencyKey: request.idempotency?.key,
      bodyHash: request.idempotency?.bodyHash,
      identity: request.identity?.fingerprint,
    },
    messages: textFor(ports, callback, sendCode, at),
    arm: [
      { effect: sendCode, dueAt: at },
      { effect: { kind: 'expire-request' }, dueAt: at + rules.callback.proofPatience },
    ],
    guards: [
      ...clientLimits.map(
        ({ window, max }): Guard => ({
          kind: 'client-below',
          client: request.client,
          since: at - window + 1,
          max,
        }),
      ),
      ...codeGuards(callback.visitor.phone, codePolicy.sendLimits, at),
    ],
    audit: [{ eventType: 'callback-requested', eventData: { page: request.page }, actor: 'visitor' }],
  };
}

export function codeGuards(phone: string, limits: readonly SlidingLimit[], at: number): Guard[] {
  return limits.map(({ window, max }) => ({ kind: 'codes-below', phone, since: at - window + 1, max }));
}

/** Somebody with the same key, address or number was faster: the answer is the one they made it. */
async function lostRace(
  ports: RequestPorts,
  request: CallbackRequest,
  phone: string,
  conflict: string,
  at: number,
): Promise<Requested> {
  const answer =
    (conflict === 'idempotency-key-used' ? await findRepeat(ports, request) : undefined) ??
    (await refusedByClientLimit(ports, request.client, at)) ??
    (await refusedByCodeLimit(ports, phone, at));
  if (answer !== undefined) return answer;
  throw Object.assign(new Error('A new request could not be saved.'), {
    code: 'unexpected-conflict',
    conflict,
  });
}

/** What the visitor is told before anything is sent: whether a call would be made now, and if not, when. */
export function isOpenAt(site: Site, calendar: Calendar, at: number): boolean {
  return site.hours === undefined || isOpen(site.hours, calendar, at);
}
