import {
  capsFor,
  capsForReplacement,
  cleanLimits,
  emptyRecord,
  isWithin,
  type NetworkLevel,
  type NetworkRecord,
  type Networks,
  type Standing,
  type UnenteredLimit,
  unenteredLimits,
} from '../../domain/admission/network-standing.ts';
import { raiseAlarm } from '../../domain/admission/turnout.ts';
import type { Charge } from '../../domain/budget/charge.ts';
import type { Caps } from '../../domain/budget/spending-rules.ts';
import { codePolicy } from '../../domain/callback/code.ts';
import type { CodeWay } from '../../domain/callback/state.ts';
import { numberArea, numberBlock } from '../../domain/phone-number.ts';
import { allowedAt, longestWindowMs, type RateLimit } from '../../domain/rate-limit.ts';
import type { CountedCodes, Guard } from '../../ports/store/change.ts';
import type { Store } from '../../ports/store/store.ts';
import {
  type BudgetPorts,
  type BudgetReached,
  checkBudget,
  findReachedCap,
  refuseBeyond,
} from '../check-budget.ts';
import type { DecisionPorts } from '../commit/save-event.ts';
import { notOptedOut } from '../opt-outs.ts';
import { findPhoneBar, type TooManyRequests } from './admission.ts';

export type CodeRequest = {
  siteId: string;
  phone: string;
  by: CodeWay;
  networks: Networks;
  /** A provider knows the visitor, but not the number. */
  isSignedIn: boolean;
  /** The code replaces one of the same callback, which can have been lost. */
  isReplacement: boolean;
  /** What must fit under the caps. */
  required: Charge;
  at: number;
};

export type TooManyCodes = { ok: false; reason: 'too-many-codes'; retryAt: number };

/**
 * `withheld`: the requester is told of a code, and no text message is sent. Requesters who have not proven the number
 * thus learn nothing about its other requests, its opt-out or the block list.
 */
export type CodeAdmitted = { ok: true; withheld: boolean; caps: Caps; guards: Guard[] };

export type CodeRefused = TooManyRequests | TooManyCodes | BudgetReached;

type Ports = DecisionPorts & BudgetPorts;

/** Time after which a suspect network may try again during an alarm. */
const alarmRetryMs = 600_000;

/**
 * Decides whether a code may be sent. A refusal depends on the requester and on the whole service, never on the
 * history of the number.
 */
export async function admitCode(ports: Ports, request: CodeRequest): Promise<CodeAdmitted | CodeRefused> {
  const { phone, by, networks, isSignedIn, at } = request;
  const records = isSignedIn ? noRecords : await readRecords(ports, networks, at);
  const standing = isSignedIn ? 'signed-in' : standingOf(records);
  const caps = await findCaps(ports, request, standing);
  const refusal =
    (await checkNetworks(ports, networks, records, at)) ??
    (await checkOwnCodes(ports, phone, networks, at)) ??
    ('ok' in caps ? caps : await checkShare(ports, request, standing, caps));
  if (refusal !== undefined) return refusal;
  if ('ok' in caps) return caps;
  const { spending } = ports.sites.get(request.siteId).rules;
  const shared = sharedLimits(spending.blockLimits, standing);
  const withheld = await mustWithhold(ports, request, shared);
  const own = [...networkGuards(networks, standing, at), ...ownGuards(phone, networks, at)];
  const others = [notOptedOut(ports.secrets, phone), ...sharedGuards({ phone, by }, shared, at)];
  return { ok: true, withheld, caps, guards: withheld ? own : [...own, ...others] };
}

type Records = Record<NetworkLevel, NetworkRecord>;

const noRecords: Records = { near: emptyRecord, wide: emptyRecord };
const levels = ['near', 'wide'] as const;

async function readRecords(
  { store }: { store: Store },
  { near, wide }: Networks,
  at: number,
): Promise<Records> {
  return {
    near: await store.networkRecord('near', near, at),
    wide: wide === undefined ? emptyRecord : await store.networkRecord('wide', wide, at),
  };
}

function standingOf(records: Records): Standing {
  return levels.every((level) => isWithin(cleanLimits[level], records[level])) ? 'clean' : 'suspect';
}

async function checkNetworks(
  { store }: { store: Store },
  networks: Networks,
  records: Records,
  at: number,
): Promise<TooManyRequests | undefined> {
  for (const level of levels) {
    const limits = unenteredLimits[level];
    const network = networks[level];
    if (network === undefined || limits.every((limit) => isWithin(limit, records[level]))) continue;
    const unentered = await store.unenteredBy(level, network, at - longestWindowMs(limits));
    const credited = limits.map((limit) => withCredit(limit, records[level]));
    return { ok: false, reason: 'too-many-requests', retryAt: allowedAt(credited, unentered, at) };
  }
  return undefined;
}

function withCredit({ windowMs, max, enteredPerCode }: UnenteredLimit, record: NetworkRecord): RateLimit {
  return { windowMs, max: max + Math.floor(record.enteredInDay / enteredPerCode) };
}

/** Counts what this network asked for this number. Others' requests do not count: they could lock its owner out. */
async function checkOwnCodes(
  { store }: { store: Store },
  phone: string,
  { near }: Networks,
  at: number,
): Promise<TooManyCodes | undefined> {
  return tooManyCodes(store, phone, { kind: 'asked-by', network: near }, at);
}

/** Refuses a number whose proven owner requested too many callbacks. */
export function checkProvenOwner(
  { store }: { store: Store },
  phone: string,
  at: number,
): Promise<TooManyCodes | undefined> {
  return tooManyCodes(store, phone, { kind: 'entered' }, at);
}

async function tooManyCodes(
  store: Store,
  phone: string,
  counted: CountedCodes,
  at: number,
): Promise<TooManyCodes | undefined> {
  const { sendLimits } = codePolicy;
  const earlier = await store.codesTo(phone, counted, at - longestWindowMs(sendLimits));
  const retryAt = allowedAt(sendLimits, earlier, at);
  return retryAt > at ? { ok: false, reason: 'too-many-codes', retryAt } : undefined;
}

/** During an alarm of the whole or of the number's area, suspect networks get no new codes. */
async function findCaps(
  ports: Ports,
  { phone, required, isReplacement, at }: CodeRequest,
  standing: Standing,
): Promise<Caps | TooManyRequests> {
  if (standing !== 'suspect') return capsFor(standing, required.caps);
  const alarm = raiseAlarm(await ports.store.turnout(at));
  if (!alarm.isRaised && !alarm.areas.has(numberArea(phone))) return capsFor(standing, required.caps);
  if (isReplacement) return capsForReplacement(required.caps);
  return { ok: false, reason: 'too-many-requests', retryAt: at + alarmRetryMs };
}

/** The owner is warned when a share is used up that clean networks need. */
async function checkShare(
  ports: Ports,
  { siteId, required, at }: CodeRequest,
  standing: Standing,
  caps: Caps,
): Promise<BudgetReached | undefined> {
  const charge = { ...required, caps };
  if (standing !== 'suspect') return checkBudget(ports, siteId, charge, at, required.caps);
  const cap = await findReachedCap(ports, siteId, charge, at, required.caps);
  return cap && refuseBeyond(cap, at);
}

/** Limits that all requesters of a number, or of its block, share. */
type SharedLimits = { number: readonly RateLimit[]; block: readonly RateLimit[] };

/** Suspect networks reach the shared limits first, so that they cannot lock out the owner of a number. */
function sharedLimits(blockLimits: readonly RateLimit[], standing: Standing): SharedLimits {
  const { numberLimits, numberLimitsWhenSuspect, extraWhenSignedIn } = codePolicy;
  const more = (limits: readonly RateLimit[], change: (max: number) => number) =>
    limits.map(({ windowMs, max }) => ({ windowMs, max: change(max) }));
  switch (standing) {
    case 'suspect':
      return { number: numberLimitsWhenSuspect, block: blockLimits };
    case 'clean':
      return { number: numberLimits, block: more(blockLimits, (max) => 2 * max) };
    case 'signed-in':
      return {
        number: more(numberLimits, (max) => max + extraWhenSignedIn),
        block: more(blockLimits, (max) => 3 * max),
      };
  }
}

async function mustWithhold(
  ports: Ports,
  { phone, by, siteId, at }: CodeRequest,
  limits: SharedLimits,
): Promise<boolean> {
  const { store } = ports;
  const bar = await findPhoneBar(ports, phone, ports.sites.get(siteId).site);
  const sent = await store.codesTo(phone, { kind: 'sent' }, at - longestWindowMs(limits.number));
  const around = await store.codesSentToBlock(numberBlock(phone), at - longestWindowMs(limits.block));
  const isBeyond = allowedAt(limits.number, sent, at) > at || allowedAt(limits.block, around, at) > at;
  if (bar !== undefined || isBeyond || by === 'text') return bar !== undefined || isBeyond;
  const { callLimits } = codePolicy;
  const called = await store.codesTo(phone, { kind: 'called' }, at - longestWindowMs(callLimits));
  return allowedAt(callLimits, called, at) > at;
}

function networkGuards(networks: Networks, standing: Standing, at: number): Guard[] {
  if (standing === 'signed-in') return [];
  return levels.flatMap((level): Guard[] => {
    const network = networks[level];
    if (network === undefined) return [];
    const limits = standing === 'clean' ? [cleanLimits[level]] : unenteredLimits[level];
    return limits.map(({ windowMs, max, enteredPerCode }) => ({
      kind: 'network-below',
      level,
      network,
      since: at - windowMs + 1,
      max,
      enteredSince: at - longestWindowMs(unenteredLimits[level]) + 1,
      enteredPerCode,
    }));
  });
}

function ownGuards(phone: string, { near }: Networks, at: number): Guard[] {
  return codeGuards(phone, { kind: 'asked-by', network: near }, codePolicy.sendLimits, at);
}

/** Returns the guards that repeat `checkProvenOwner` inside the commit. */
export function provenOwnerGuards(phone: string, at: number): Guard[] {
  return codeGuards(phone, { kind: 'entered' }, codePolicy.sendLimits, at);
}

function sharedGuards(
  { phone, by }: Pick<CodeRequest, 'phone' | 'by'>,
  { number, block }: SharedLimits,
  at: number,
): Guard[] {
  return [
    ...(by === 'call' ? codeGuards(phone, { kind: 'called' }, codePolicy.callLimits, at) : []),
    ...codeGuards(phone, { kind: 'sent' }, number, at),
    ...block.map(({ windowMs, max }): Guard => {
      return { kind: 'block-below', block: numberBlock(phone), since: at - windowMs + 1, max };
    }),
  ];
}

function codeGuards(phone: string, counted: CountedCodes, limits: readonly RateLimit[], at: number): Guard[] {
  return limits.map(({ windowMs, max }) => {
    return { kind: 'codes-below', phone, counted, since: at - windowMs + 1, max };
  });
}
