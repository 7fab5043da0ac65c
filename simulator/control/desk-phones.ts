import { farEnd } from '../call/call.ts';
import { numberOf } from '../message/whatsapp.ts';
import type { PhoneScript } from '../phone/scripts.ts';
import type { World } from '../world.ts';
import { type CallReport, callReport, type MessageReport, messageReport } from './reports.ts';

export type DeskCall = CallReport & {
  /** The phone at the other end once both are connected; null before. */
  talksWith: string | null;
};

/** One number that is called or texted, as somebody who holds the phone sees it. */
export type DeskPhone = {
  number: string;
  name: string | null;
  script: PhoneScript;
  /** Live calls, youngest last: the one that keys and buttons reach. */
  calls: DeskCall[];
  lastCall: CallReport | null;
  /** Newest last. */
  messages: MessageReport[];
};

const mostMessages = 50;

function texter({ direction, from, to }: MessageReport): string {
  return numberOf(direction === 'inbound' ? from : to);
}

function isLive({ endedAt }: CallReport): boolean {
  return endedAt === null;
}

function talksWith({ sid, parentSid, bridgedAt }: CallReport, all: CallReport[]): string | null {
  if (bridgedAt === null) return null;
  const isOther = (one: CallReport) => one.sid === parentSid || one.parentSid === sid;
  const other = all.find((one) => isOther(one) && one.bridgedAt !== null && isLive(one));
  return other ? farEnd(other) : null;
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

/** Looks at a world the way somebody does before whom all its phones lie. */
export function deskPhones(world: World): DeskPhone[] {
  const names = world.phones.names();
  const calls = world.register.all().map((call) => callReport(call, []));
  const messages = world.postOffice.all().map(messageReport);
  const callsOf = Map.groupBy(calls, farEnd);
  const messagesOf = Map.groupBy(messages, texter);
  const met = [
    ...world.phones.all().map(({ number, since }) => ({ number, at: new Date(since).toISOString() })),
    ...calls.map((call) => ({ number: farEnd(call), at: call.createdAt })),
    ...messages.map((message) => ({ number: texter(message), at: message.createdAt })),
  ];
  return inOrder([...names.keys()], met).map((number) => {
    const own = callsOf.get(number) ?? [];
    return {
      number,
      name: names.get(number) ?? null,
      script: world.phones.at(number).script,
      calls: own.filter(isLive).map((call) => ({ ...call, talksWith: talksWith(call, calls) })),
      lastCall: own.findLast((call) => !isLive(call)) ?? null,
      messages: (messagesOf.get(number) ?? []).slice(-mostMessages),
    };
  });
}
