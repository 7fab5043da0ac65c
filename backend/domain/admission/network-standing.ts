import type { Caps } from '../budget/spending-rules.ts';
import type { RateLimit } from '../rate-limit.ts';

/**
 * The networks of a client, as fingerprints. `near`: the /24 of an IPv4 address or the /56 of an IPv6 address, which one
 * household or rented server gets. `wide`: the /48 of an IPv6 address, which one organisation gets.
 */
export type Networks = { near: string; wide: string | undefined };

export type NetworkLevel = keyof Networks;

/** Codes that were sent for requests of one network. A callback whose code was entered counts as entered, whole. */
export type NetworkRecord = { unenteredInHour: number; unenteredInDay: number; enteredInDay: number };

export const emptyRecord: NetworkRecord = { unenteredInHour: 0, unenteredInDay: 0, enteredInDay: 0 };

/** At most `max` codes that were not entered, and one more for every `enteredPerCode` codes that were. */
export type UnenteredLimit = RateLimit & { enteredPerCode: number };

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** How many codes a network may leave unentered; both limits of its level hold. */
export const unenteredLimits: Record<NetworkLevel, readonly UnenteredLimit[]> = {
  near: [
    { windowMs: hourMs, max: 6, enteredPerCode: 1 },
    { windowMs: dayMs, max: 12, enteredPerCode: 1 },
  ],
  wide: [
    { windowMs: hourMs, max: 12, enteredPerCode: 1 },
    { windowMs: dayMs, max: 24, enteredPerCode: 1 },
  ],
};

/** Within this limit, a network counts as clean. */
export const cleanLimits: Record<NetworkLevel, UnenteredLimit> = {
  near: { windowMs: dayMs, max: 1, enteredPerCode: 2 },
  wide: { windowMs: dayMs, max: 3, enteredPerCode: 2 },
};

/**
 * How far a requester is trusted before the phone is proven. `signed-in`: a provider knows the visitor. `clean`: the
 * network enters the codes it asks for. `suspect`: it leaves codes unentered.
 */
export type Standing = 'signed-in' | 'clean' | 'suspect';

/** Whether the record leaves room for one more code. */
export function isWithin({ windowMs, max, enteredPerCode }: UnenteredLimit, record: NetworkRecord): boolean {
  const unentered = windowMs === hourMs ? record.unenteredInHour : record.unenteredInDay;
  return unentered < max + Math.floor(record.enteredInDay / enteredPerCode);
}

/** Parts of the caps that a requester may use, from 0 to 1. */
type Share = { texts: number; money: number };

/**
 * The last tenth of the text messages is kept for visitors who signed in. A suspect network gets at most half, so it
 * cannot use up what clean networks need.
 */
const shares: Record<Standing, Share> = {
  'signed-in': { texts: 1, money: 1 },
  clean: { texts: 0.9, money: 1 },
  suspect: { texts: 0.5, money: 0.5 },
};

/** During an alarm a suspect network may only replace a code of its own, which can have been lost. */
const shareForReplacement: Share = { texts: 0.3, money: 0.5 };

/** Returns the caps for one standing. Rounds text messages up: a small cap keeps its last message. */
export function capsFor(standing: Standing, caps: Caps): Caps {
  return limited(caps, shares[standing]);
}

export function capsForReplacement(caps: Caps): Caps {
  return limited(caps, shareForReplacement);
}

function limited(caps: Caps, { texts, money }: Share): Caps {
  return {
    ...caps,
    textsPerHour: Math.ceil(caps.textsPerHour * texts),
    moneyPerDay: Math.floor(caps.moneyPerDay * money),
  };
}
