import type { CallReport } from '../../control/reports.ts';
import type { CallSnapshot, PhoneSnapshot } from '../../control/snapshot.ts';
import { durationText, formatPhone, timeOfDay } from '../ui/format.ts';

export type CallStage = 'dialled' | 'ringing' | 'outgoing' | 'on-the-line';

/** The stage of a live call, as its phone sees it. */
export function stageOf({ status, direction }: CallSnapshot): CallStage {
  if (status === 'in-progress') return 'on-the-line';
  if (direction === 'inbound') return 'outgoing';
  return status === 'ringing' ? 'ringing' : 'dialled';
}

const stageWords: Readonly<Record<CallStage, string>> = {
  dialled: 'About to ring',
  ringing: 'Ringing',
  outgoing: 'Calling',
  'on-the-line': 'On the line',
};

const endWords: Readonly<Record<string, string>> = {
  completed: 'Call ended',
  busy: 'Was busy or declined',
  'no-answer': 'Missed call',
  failed: 'Could not be reached',
  canceled: 'Caller gave up',
};

/** Number of the other party, formatted for reading. */
export function callerId({ direction, from, to }: Pick<CallReport, 'direction' | 'from' | 'to'>): string {
  return formatPhone(direction === 'inbound' ? to : from);
}

export function otherParty(call: CallSnapshot): string {
  const stage = stageOf(call);
  if (call.talksWith !== undefined) return `Talking with ${onOneLine(formatPhone(call.talksWith))}`;
  if (stage === 'outgoing') return `Calling ${callerId(call)} …`;
  return stage === 'on-the-line' ? callerId(call) : `${callerId(call)} calls`;
}

function onOneLine(phone: string): string {
  return phone.replaceAll(' ', '\u00a0');
}

function ended(call: CallReport): string {
  const words = endWords[call.status] ?? call.status;
  const length = call.answeredAt === undefined ? '' : `, ${durationText(call.durationSeconds * 1_000)}`;
  return `${words} at ${timeOfDay(call.endedAt ?? call.createdAt)}${length}`;
}

/** One line about the phone: its current call, or the last one. */
export function phoneState({ calls, lastCall }: PhoneSnapshot): string {
  const call = calls.at(-1);
  if (call) return stageWords[stageOf(call)];
  return lastCall ? ended(lastCall) : 'Quiet';
}
