import type { Fault, FaultPlan } from '../faults.ts';
import { whatsappAddress } from '../message/whatsapp.ts';
import type { Phone } from '../phone/directory.ts';
import type { PhoneBehaviour, PhoneScript } from '../phone/scripts.ts';
import type { Settings } from '../settings.ts';
import type { SimulatorState } from '../state.ts';
import { receiveCall } from '../switchboard/receive-call.ts';
import type { Timeline, TimelineEntry } from '../timeline.ts';
import { type CallReport, callReport, type MessageReport, messageReport } from './reports.ts';
import { type Snapshot, type SnapshotFacts, takeSnapshot } from './snapshot.ts';

type PhoneAction = {
  number: string;
  action: 'answer' | 'decline' | 'press' | 'hangup';
  digits?: string | undefined;
};

export type ActionResult =
  | { ok: true }
  | { ok: false; reason: 'no-live-call' | 'not-ringing' | 'not-answered' };

/** `from` and `to` are plain numbers on both channels. `profileName` is for WhatsApp. */
type InboundMessage = {
  from: string;
  to: string;
  body: string;
  channel?: 'sms' | 'whatsapp' | undefined;
  profileName?: string | undefined;
};

/** What people and tests can do in the simulator, and what they can read. */
export type Control = {
  /** Applies from the phone's next call on; `manual` also stops the script of a live call. */
  setPhone(phone: { number: string; script: PhoneScript; name?: string } & Partial<PhoneBehaviour>): Phone;
  phones(): Phone[];
  settings(): Settings;
  updateSettings(changes: Partial<Settings>): Settings;
  addFault(plan: Pick<FaultPlan, 'kind'> & Partial<FaultPlan>): Fault;
  faults(): Fault[];
  clearFaults(): void;
  /** All legs, oldest first, including those of <Dial>. */
  calls(filter?: { to?: string | undefined; from?: string | undefined }): CallReport[];
  messages(filter?: { to?: string | undefined; from?: string | undefined }): MessageReport[];
  timeline(after?: number): TimelineEntry[];
  /** Calls one of the account's numbers from a phone. */
  callFrom(parties: { from: string; to: string }): CallReport;
  /** Sends a message from a phone to one of the account's numbers. */
  messageFrom(message: InboundMessage): MessageReport;
  /** Does what a person does at a phone. */
  act(action: PhoneAction): ActionResult;
  reset(): void;
  /** The whole state, as the page of phones shows it. */
  snapshot(): Snapshot;
};

function matches({ to, from }: { to?: string | undefined; from?: string | undefined }) {
  return (one: { to: string; from: string }) =>
    (to === undefined || one.to === to) && (from === undefined || one.from === from);
}

function act({ switchboard }: SimulatorState, { number, action, digits = '' }: PhoneAction): ActionResult {
  const leg = switchboard.legsAt(number).at(-1);
  if (!leg) return { ok: false, reason: 'no-live-call' };
  const { status } = leg.call.facts;
  const isAnswered = status === 'in-progress';
  const needsRinging = action === 'answer' || action === 'decline';
  const isRinging = status === 'ringing' && leg.call.direction !== 'inbound';
  if (needsRinging && !isRinging) return { ok: false, reason: 'not-ringing' };
  const cancelsOwnCall = action === 'hangup' && leg.call.direction === 'inbound';
  if (!needsRinging && !isAnswered && !cancelsOwnCall) return { ok: false, reason: 'not-answered' };
  if (action === 'answer') leg.answer();
  else if (action === 'press') leg.press(digits);
  else leg.hangUp();
  return { ok: true };
}

const defaultFaultMs = 2_000;

function addressed({ channel, from, to, ...content }: InboundMessage) {
  return channel === 'whatsapp'
    ? { ...content, from: whatsappAddress(from), to: whatsappAddress(to) }
    : { ...content, from, to };
}

/** The control API without HTTP. Tests in the same process use it directly. */
export function createControl({
  state,
  timeline,
  reset,
  fixed,
}: {
  state: () => SimulatorState;
  timeline: Timeline;
  reset: () => void;
  fixed: SnapshotFacts;
}): Control {
  return {
    reset,
    setPhone: ({ number, script, name, ...changes }) => {
      if (name !== undefined) state().phones.name(number, name);
      if (script === 'manual') for (const leg of state().switchboard.legsAt(number)) leg.takeOver();
      return state().phones.assign(number, script, changes);
    },
    phones: () => state().phones.all(),
    settings: () => ({ ...state().settings }),
    updateSettings: (changes) => ({ ...Object.assign(state().settings, changes) }),
    addFault: (plan) =>
      state().faults.add({
        times: 1,
        ms: defaultFaultMs,
        ...plan,
      }),
    faults: () => state().faults.all(),
    clearFaults: () => state().faults.clear(),
    calls: (filter = {}) => {
      const all = state().callRegister.all();
      return all.filter(matches(filter)).map((call) => callReport(call, all));
    },
    messages: (filter = {}) => state().messageService.all().filter(matches(filter)).map(messageReport),
    timeline: (after = 0) => timeline.after(after),
    callFrom: (parties) => callReport(receiveCall(state().switchboard, parties), []),
    messageFrom: (message) => messageReport(state().messageService.receive(addressed(message))),
    act: (action) => act(state(), action),
    snapshot: () => takeSnapshot(state(), timeline.lastSeq(), fixed),
  };
}
