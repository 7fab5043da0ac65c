import type { Fault } from '../faults.ts';
import type { Settings } from '../settings.ts';
import type { World } from '../world.ts';
import { type DeskPhone, deskPhones } from './desk-phones.ts';

/** What the page of phones shows, besides the timeline. */
export type Desk = {
  /** Another one whenever the simulator was started anew. */
  run: string;
  accountSid: string;
  /** The account's own numbers. */
  numbers: readonly string[];
  /** How many times as fast as real time. */
  speed: number;
  /** Simulated time, ISO 8601. */
  now: string;
  /** The timeline's newest entry. */
  lastSeq: number;
  /** Where one asks for a call; null when nobody said. */
  pageUrl: string | null;
  phones: DeskPhone[];
  /** How many phones are left out because there are so many. */
  more: number;
  settings: Settings;
  faults: Fault[];
};

export type DeskFacts = Pick<Desk, 'run' | 'accountSid' | 'numbers' | 'speed'> & {
  /** Null takes the origin of the voice URL instead. */
  pageUrl: string | null;
};

const mostPhones = 24;

function originOf(url: string | null): string | null {
  return url === null ? null : new URL(url).origin;
}

/** @param lastSeq the timeline's newest entry */
export function deskOf(world: World, lastSeq: number, { pageUrl, ...facts }: DeskFacts): Desk {
  const phones = deskPhones(world);
  return {
    ...facts,
    now: new Date(world.clock.now()).toISOString(),
    lastSeq,
    pageUrl: pageUrl ?? originOf(world.settings.voiceUrl),
    phones: phones.slice(0, mostPhones),
    more: Math.max(0, phones.length - mostPhones),
    settings: { ...world.settings },
    faults: world.faults.all(),
  };
}
