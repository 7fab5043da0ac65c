import { phoneNumberOf } from '../call/call.ts';
import type { Fault } from '../faults.ts';
import { segmentCount } from '../message/message.ts';
import { numberOf } from '../message/whatsapp.ts';
import type { PhoneScript } from '../phone/scripts.ts';
import type { Settings } from '../settings.ts';
import type { SimulatorState } from '../state.ts';
import { type CallReport, callReport, type MessageReport, messageReport } from './reports.ts';
import type { Story } from './story.ts';

/** What the page of phones shows besides the timeline. */
export type Snapshot = {
  /** Changes with every start of the simulator. */
  run: string;
  accountSid: string;
  /** The account's own numbers. */
  numbers: readonly string[];
  /** Speed of the clock; 1 is real time. */
  speed: number;
  /** Simulated time, ISO 8601. */
  now: string;
  /** `seq` of the newest timeline entry. */
  lastSeq: number;
  /** Address of the visitor's page, if known. */
  pageUrl?: string | undefined;
  /** Origin of the application's webhooks, if known. */
  applicationUrl?: string | undefined;
  /** The story that is played, or was played last. */
  story?: Story | undefined;
  /** What a real carrier would charge by now: segments of texts to phones, and started minutes of answered calls. */
  charged: { segments: number; minutes: number };
  phones: PhoneSnapshot[];
  /** Number of phones left out. */
  more: number;
  settings: Settings;
  faults: Fault[];
};

export type SnapshotFacts = Pick<Snapshot, 'run' | 'accountSid' | 'numbers' | 'speed'> & {
  /** The origin of the voice URL when absent. */
  pageUrl?: string | undefined;
};

const maxPhones = 24;

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin;
}

/** @param lastSeq `seq` of the newest timeline entry */
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
    applicationUrl: originOf(state.settings.voiceUrl),
    charged: chargedFor(state),
    phones: phones.slice(0, maxPhones),
    more: Math.max(0, phones.length - maxPhones),
    settings: { ...state.settings },
    faults: state.faults.all(),
  };
}

function chargedFor({ callRegister, messageService, clock }: SimulatorState): Snapshot['charged'] {
  const sent = messageService.all().filter(({ direction }) => direction !== 'inbound');
  const answered = callRegister
    .all()
    .flatMap(({ facts: { answeredAt, endedAt = clock.now() } }) =>
      answeredAt === undefined ? [] : [endedAt - answeredAt],
    );
  return {
    segments: sum(sent.map(({ body }) => segmentCount(body))),
    minutes: sum(answered.map((ms) => Math.max(1, Math.ceil(ms / msPerMinute)))),
  };
}

const msPerMinute = 60_000;

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export type CallSnapshot = CallReport & {
  /** Number of the phone at the other end, once both are connected. */
  talksWith?: string | undefined;
};

/** One phone with its calls and messages. */
export type PhoneSnapshot = {
  number: string;
  name?: string | undefined;
  script: PhoneScript;
  /** Live calls, newest last. Keys and buttons act on the newest. */
  calls: CallSnapshot[];
  /** The most recently ended call. */
  lastCall?: CallReport | undefined;
  /** Newest last. */
  messages: MessageReport[];
};

const maxMessages = 50;

function phoneOf({ direction, from, to }: MessageReport): string {
  return numberOf(direction === 'inbound' ? from : to);
}

function isLive({ endedAt }: CallReport): boolean {
  return endedAt === undefined;
}

function talksWith({ sid, parentSid, bridgedAt }: CallReport, all: CallReport[]): string | undefined {
  if (bridgedAt === undefined) return undefined;
  const isOther = (one: CallReport) => one.sid === parentSid || one.parentSid === sid;
  const other = all.find((one) => isOther(one) && one.bridgedAt !== undefined && isLive(one));
  return other ? phoneNumberOf(other) : undefined;
}

/** Orders phones: named ones as configured, then the others, newest first by their first appearance. */
function sortPhones(named: string[], seen: { number: string; at: string }[]): string[] {
  const first = new Map<string, string>();
  for (const { number, at } of seen) {
    const known = first.get(number);
    if (known === undefined || at < known) first.set(number, at);
  }
  for (const number of named) first.delete(number);
  const others = [...first].sort(([, one], [, other]) => other.localeCompare(one));
  return [...named, ...others.map(([number]) => number)];
}

/** Returns all phones that have a name, a script, a call or a message. */
function phoneSnapshots(state: SimulatorState): PhoneSnapshot[] {
  const names = state.phones.names();
  const calls = state.callRegister.all().map((call) => callReport(call, []));
  const messages = state.messageService.all().map(messageReport);
  const callsOf = Map.groupBy(calls, phoneNumberOf);
  const messagesOf = Map.groupBy(messages, phoneOf);
  const seen = [
    ...state.phones.all().map(({ number, since }) => ({ number, at: new Date(since).toISOString() })),
    ...calls.map((call) => ({ number: phoneNumberOf(call), at: call.createdAt })),
    ...messages.map((message) => ({ number: phoneOf(message), at: message.createdAt })),
  ];
  return sortPhones([...names.keys()], seen).map((number) => {
    const own = callsOf.get(number) ?? [];
    return {
      number,
      name: names.get(number),
      script: state.phones.at(number).script,
      calls: own.filter(isLive).map((call) => ({ ...call, talksWith: talksWith(call, calls) })),
      lastCall: own.findLast((call) => !isLive(call)),
      messages: (messagesOf.get(number) ?? []).slice(-maxMessages),
    };
  });
}
