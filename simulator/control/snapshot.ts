import { farEnd } from '../call/call.ts';
import type { Fault } from '../faults.ts';
import { numberOf } from '../message/whatsapp.ts';
import type { PhoneScript } from '../phone/scripts.ts';
import type { Settings } from '../settings.ts';
import type { SimulatorState } from '../state.ts';
import { type CallReport, callReport, type MessageReport, messageReport } from './reports.ts';

/** What the page of phones shows, besides the timeline. */
export type Snapshot = {
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
  /** Where one asks for a call; undefined when nobody said. */
  pageUrl?: string | undefined;
  phones: PhoneSnapshot[];
  /** How many phones are left out because there are so many. */
  more: number;
  settings: Settings;
  faults: Fault[];
};

export type SnapshotFacts = Pick<Snapshot, 'run' | 'accountSid' | 'numbers' | 'speed'> & {
  /** Null takes the origin of the voice URL instead. */
  pageUrl?: string | undefined;
};

const mostPhones = 24;

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin;
}

/** @param lastSeq the timeline's newest entry */
export function takeSnapshot(
  state: SimulatorState,
  lastSeq: number,
  { pageUrl, ...facts }: SnapshotFacts,
): Snapshot {
  const phones = phoneSnapshots(state);
  return {
    ...facts,
    now: new Date(state.clock.now()).toISOString(),
    lastSeq,
    pageUrl: pageUrl ?? originOf(state.settings.voiceUrl),
    phones: phones.slice(0, mostPhones),
    more: Math.max(0, phones.length - mostPhones),
    settings: { ...state.settings },
    faults: state.faults.all(),
  };
}

export type CallSnapshot = CallReport & {
  /** The phone at the other end once both are connected; undefined before. */
  talksWith?: string | undefined;
};

/** One number that is called or texted, as somebody who holds the phone sees it. */
export type PhoneSnapshot = {
  number: string;
  name?: string | undefined;
  script: PhoneScript;
  /** Live calls, youngest last: the one that keys and buttons reach. */
  calls: CallSnapshot[];
  lastCall?: CallReport | undefined;
  /** Newest last. */
  messages: MessageReport[];
};

const mostMessages = 50;

function texter({ direction, from, to }: MessageReport): string {
  return numberOf(direction === 'inbound' ? from : to);
}

function isLive({ endedAt }: CallReport): boolean {
  return endedAt === undefined;
}

function talksWith({ sid, parentSid, bridgedAt }: CallReport, all: CallReport[]): string | undefined {
  if (bridgedAt === undefined) return undefined;
  const isOther = (one: CallReport) => one.sid === parentSid || one.parentSid === sid;
  const other = all.find((one) => isOther(one) && one.bridgedAt !== undefined && isLive(one));
  return other ? farEnd(other) : undefined;
}

/** Numbers with a name as they were given, then the others, the one met last in front. */
function inOrder(named: string[], met: { number: string; at: string }[]): string[] {
  const first = new Map<string, string>();
  for (const { number, at } of met) {
    const known = first.get(number);
    if (known === undefined || at < known) first.set(number, at);
  }
  for (const number of named) first.delete(number);
  const others = [...first].sort(([, one], [, other]) => other.localeCompare(one));
  return [...named, ...others.map(([number]) => number)];
}

/** Looks at a simulator the way somebody does before whom all its phones lie. */
function phoneSnapshots(state: SimulatorState): PhoneSnapshot[] {
  const names = state.phones.names();
  const calls = state.callRegister.all().map((call) => callReport(call, []));
  const messages = state.messageService.all().map(messageReport);
  const callsOf = Map.groupBy(calls, farEnd);
  const messagesOf = Map.groupBy(messages, texter);
  const met = [
    ...state.phones.all().map(({ number, since }) => ({ number, at: new Date(since).toISOString() })),
    ...calls.map((call) => ({ number: farEnd(call), at: call.createdAt })),
    ...messages.map((message) => ({ number: texter(message), at: message.createdAt })),
  ];
  return inOrder([...names.keys()], met).map((number) => {
    const own = callsOf.get(number) ?? [];
    return {
      number,
      name: names.get(number),
      script: state.phones.at(number).script,
      calls: own.filter(isLive).map((call) => ({ ...call, talksWith: talksWith(call, calls) })),
      lastCall: own.findLast((call) => !isLive(call)),
      messages: (messagesOf.get(number) ?? []).slice(-mostMessages),
    };
  });
}
