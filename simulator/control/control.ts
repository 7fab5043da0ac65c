import { receiveCall } from '../call/receive-call.ts';
import type { Fault, FaultPlan } from '../faults.ts';
import { whatsappAddress } from '../message/whatsapp.ts';
import type { Phone } from '../phone/directory.ts';
import type { PhoneBehaviour, PhoneScript } from '../phone/scripts.ts';
import type { Settings } from '../settings.ts';
import type { Timeline, TimelineEntry } from '../timeline.ts';
import type { World } from '../world.ts';
import { type Desk, type DeskFacts, deskOf } from './desk.ts';
import { type CallReport, callReport, type MessageReport, messageReport } from './reports.ts';

type PhoneAction = {
  number: string;
  action: 'answer' | 'decline' | 'press' | 'hangup';
  digits?: string | undefined;
};

export type Done = { ok: true } | { ok: false; reason: 'no-live-call' | 'not-ringing' | 'not-answered' };

/** `from` and `to` are numbers, whatever the channel; only WhatsApp tells a name. */
export type Written = {
  from: string;
  to: string;
  body: string;
  channel?: 'sms' | 'whatsapp' | undefined;
  profileName?: string | undefined;
};

/** What a person or a test does to the simulated world and asks of it. */
export type Control = {
  /** From its next call on; `manual` takes a call that is under way out of the script's hands as well. */
  setPhone(phone: { number: string; script: PhoneScript; name?: string } & Partial<PhoneBehaviour>): Phone;
  phones(): Phone[];
  settings(): Settings;
  updateSettings(changes: Partial<Settings>): Settings;
  addFault(plan: Pick<FaultPlan, 'kind'> & Partial<FaultPlan>): Fault;
  faults(): Fault[];
  clearFaults(): void;
  /** Every leg, oldest first, those of <Dial> too. */
  calls(filter?: { to?: string | undefined; from?: string | undefined }): CallReport[];
  messages(filter?: { to?: string | undefined; from?: string | undefined }): MessageReport[];
  timeline(after?: number): TimelineEntry[];
  /** A phone rings one of the account's numbers. */
  callFrom(parties: { from: string; to: string }): CallReport;
  /** A phone writes to one of the account's numbers. */
  textFrom(text: Written): MessageReport;
  /** Somebody does something at a phone. */
  act(action: PhoneAction): Done;
  reset(): void;
  /** All at once, as the page of phones shows it. */
  desk(): Desk;
};

function between({ to, from }: { to?: string | undefined; from?: string | undefined }) {
  return (one: { to: string; from: string }) =>
    (to === undefined || one.to === to) && (from === undefined || one.from === from);
}

function act({ switchboard }: World, { number, action, digits = '' }: PhoneAction): Done {
  const leg = switchboard.legsAt(number).at(-1);
  if (!leg) return { ok: false, reason: 'no-live-call' };
  const { status } = leg.call.facts;
  const answered = status === 'in-progress';
  const picksUp = action === 'answer' || action === 'decline';
  const rings = status === 'ringing' && leg.call.direction !== 'inbound';
  if (picksUp && !rings) return { ok: false, reason: 'not-ringing' };
  const leaves = action === 'hangup' && leg.call.direction === 'inbound';
  if (!picksUp && !answered && !leaves) return { ok: false, reason: 'not-answered' };
  if (action === 'answer') leg.answer();
  else if (action === 'press') leg.press(digits);
  else leg.hangUp();
  return { ok: true };
}

const longestHoldMs = 2_000;

function addressed({ channel, from, to, ...text }: Written) {
  return channel === 'whatsapp'
    ? { ...text, from: whatsappAddress(from), to: whatsappAddress(to) }
    : { ...text, from, to };
}

/** The control API without HTTP around it; tests in the same process use it directly. */
export function createControl({
  world,
  timeline,
  reset,
  desk,
}: {
  world: () => World;
  timeline: Timeline;
  reset: () => void;
  desk: DeskFacts;
}): Control {
  return {
    reset,
    setPhone: ({ number, script, name, ...changes }) => {
      if (name !== undefined) world().phones.name(number, name);
      if (script === 'manual') for (const leg of world().switchboard.legsAt(number)) leg.takeOver();
      return world().phones.assign(number, script, changes);
    },
    phones: () => world().phones.all(),
    settings: () => ({ ...world().settings }),
    updateSettings: (changes) => ({ ...Object.assign(world().settings, changes) }),
    addFault: (plan) =>
      world().faults.add({
        times: 1,
        ms: longestHoldMs,
        resource: null,
        method: null,
        webhook: null,
        ...plan,
      }),
    faults: () => world().faults.all(),
    clearFaults: () => world().faults.clear(),
    calls: (filter = {}) => {
      const all = world().register.all();
      return all.filter(between(filter)).map((call) => callReport(call, all));
    },
    messages: (filter = {}) => world().postOffice.all().filter(between(filter)).map(messageReport),
    timeline: (after = 0) => timeline.after(after),
    callFrom: (parties) => callReport(receiveCall(world().switchboard, parties), []),
    textFrom: (text) => messageReport(world().postOffice.receive(addressed(text))),
    act: (action) => act(world(), action),
    desk: () => deskOf(world(), timeline.lastSeq(), desk),
  };
}
