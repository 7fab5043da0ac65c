import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedPhones } from '../rehearsal/simulated-phones.ts';
import type { createVisitor, SeenState } from '../rehearsal/visitor.ts';

export type Stage = {
  visitor: ReturnType<typeof createVisitor>;
  phones: SimulatedPhones;
  business: string;
  visitorPhone: string;
  /** The visitor's request, once made. */
  request: SeenState;
  /** Waits until the request has reached this status and step. */
  reached(status: string, step?: string): Promise<void>;
  /** Gives the right code. */
  prove(): Promise<void>;
  tell(what: string): void;
};

export type Scenario = {
  name: string;
  /** What it shows, in a sentence. */
  shows: string;
  /** Environment of its own backend. */
  env?: Record<string, string>;
  /** How the phones behave, and what goes wrong; before the visitor asks. */
  prepare?: (stage: Pick<Stage, 'phones' | 'business' | 'visitorPhone'>) => Promise<unknown>;
  /** What the visitor does once the request is made. */
  play: (stage: Stage) => Promise<void>;
  ends: { status: string; outcomes: string[]; callsPlaced: number };
};

function proveAndWait(stage: Stage) {
  return stage.prove();
}

/** Closed at every hour but one minute that is twelve hours away. */
export function closedNow(now = new Date()): Record<string, string> {
  const away = new Date(now.getTime() + 12 * 3_600_000);
  const clock = (date: Date) => date.toISOString().slice(11, 16);
  return {
    BUSINESS_HOURS_START: clock(away),
    BUSINESS_HOURS_END: clock(new Date(away.getTime() + 60_000)),
    BUSINESS_TIMEZONE: 'UTC',
    BUSINESS_WEEKDAYS_ONLY: 'false',
  };
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'answered',
    shows: 'the business presses 1, the visitor answers, both talk',
    play: proveAndWait,
    ends: { status: 'completed', outcomes: ['talked'], callsPlaced: 1 },
  },
  {
    name: 'business-no-answer',
    shows: 'nobody answers at the business; it is texted',
    prepare: ({ phones, business }) => phones.script(business, 'no-answer'),
    play: proveAndWait,
    ends: { status: 'failed', outcomes: ['business-no-answer'], callsPlaced: 1 },
  },
  {
    name: 'business-busy',
    shows: 'the business is on the phone; it is texted',
    prepare: ({ phones, business }) => phones.script(business, 'busy'),
    play: proveAndWait,
    ends: { status: 'failed', outcomes: ['business-busy'], callsPlaced: 1 },
  },
  {
    name: 'business-declines',
    shows: 'the business presses 2; the visitor is never rung',
    prepare: ({ phones, business }) => phones.script(business, 'presses', { presses: '2' }),
    play: proveAndWait,
    ends: { status: 'failed', outcomes: ['business-declined'], callsPlaced: 1 },
  },
  {
    name: 'business-voicemail',
    shows: 'a voicemail answers for the business and cannot press 1',
    prepare: ({ phones, business }) => phones.script(business, 'voicemail', { answersAfterMs: 12_000 }),
    play: proveAndWait,
    ends: { status: 'failed', outcomes: ['business-voicemail'], callsPlaced: 1 },
  },
  {
    name: 'visitor-no-answer',
    shows: 'the business accepts, the visitor does not pick up',
    prepare: ({ phones, visitorPhone }) => phones.script(visitorPhone, 'no-answer'),
    play: proveAndWait,
    ends: { status: 'failed', outcomes: ['visitor-no-answer'], callsPlaced: 1 },
  },
  {
    name: 'after-hours',
    shows: 'the business is closed; it is texted and nobody is called',
    env: closedNow(),
    play: proveAndWait,
    ends: { status: 'failed', outcomes: ['after-hours-notified'], callsPlaced: 0 },
  },
  {
    name: 'wrong-code',
    shows: 'a wrong code calls nobody; the right one does',
    async play(stage) {
      const right = await stage.phones.code(stage.visitorPhone);
      const wrong = right === '000000' ? '000001' : '000000';
      await stage.visitor.verify(stage.request.request_id, wrong).then(
        () => Promise.reject(new Error('A wrong code was taken.')),
        (error: Error & { code?: string }) => {
          if (error.code !== 'wrong-code') throw error;
          stage.tell('a wrong code was refused');
        },
      );
      await stage.prove();
    },
    ends: { status: 'completed', outcomes: ['talked'], callsPlaced: 1 },
  },
  {
    name: 'cancel-while-ringing',
    shows: 'the visitor cancels while the business phone rings; it stops',
    prepare: ({ phones, business }) => phones.script(business, 'no-answer'),
    async play(stage) {
      await stage.prove();
      await stage.reached('calling');
      await businessRings(stage);
      await stage.visitor.cancel(stage.request.request_id);
      stage.tell('the visitor cancelled');
      await callIsOver(stage);
    },
    ends: { status: 'cancelled', outcomes: ['cancelled-by-visitor'], callsPlaced: 1 },
  },
  {
    name: 'answer-lost',
    shows: 'the carrier makes the call but its answer never arrives; nobody is called twice',
    prepare: ({ phones }) =>
      phones.fault({ kind: 'answer-lost', resource: 'calls', method: 'POST', times: 1 }),
    play: proveAndWait,
    ends: { status: 'completed', outcomes: ['talked'], callsPlaced: 1 },
  },
];

async function businessRings(stage: Stage): Promise<void> {
  await until(async () =>
    (await stage.phones.callsTo(stage.business)).some(({ status }) => status === 'ringing'),
  );
}

async function callIsOver(stage: Stage): Promise<void> {
  const alive = ['queued', 'initiated', 'ringing', 'in-progress'];
  await until(
    async () => !(await stage.phones.callsTo(stage.business)).some(({ status }) => alive.includes(status)),
  );
  stage.tell('the business phone stopped ringing');
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds()) return;
    await sleep(25);
  }
  throw new Error('What the scenario waits for did not happen.');
}
