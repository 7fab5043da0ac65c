import { setTimeout as sleep } from 'node:timers/promises';
import type { CallbackState } from '../../../contract/callback.ts';
import type { SimulatedPhones } from '../rehearsal/simulated-phones.ts';
import type { Visitor } from '../rehearsal/visitor.ts';

export type Stage = {
  visitor: Visitor;
  phones: SimulatedPhones;
  /** Number of the business. */
  business: string;
  visitorPhone: string;
  /** The callback as the visitor's request created it. */
  request: CallbackState;
  waitForStatus(status: CallbackState['status']): Promise<void>;
  /** The visitor enters the right code. */
  enterCode(): Promise<void>;
  /** Adds a sentence to the timeline. */
  say(what: string): void;
};

export type Scenario = {
  name: string;
  /** One sentence about what happens. */
  shows: string;
  /** More settings for the backend. */
  env?: Record<string, string>;
  /** Runs before the visitor's request: sets how phones behave and what fails. */
  prepare?: (stage: Pick<Stage, 'phones' | 'business' | 'visitorPhone'>) => Promise<unknown>;
  /** Runs after the visitor's request: what the visitor does. */
  play: (stage: Stage) => Promise<void>;
  ends: { status: CallbackState['status']; outcome: CallbackState['outcome']; callsPlaced: number };
};

function enterCode(stage: Stage) {
  return stage.enterCode();
}

/** Returns settings for a business that is closed, except for one minute in twelve hours. */
export function closedNow(now = new Date()): Record<string, string> {
  const opensAt = new Date(now.getTime() + 12 * 3_600_000);
  const clock = (date: Date) => date.toISOString().slice(11, 16);
  return {
    BUSINESS_HOURS_START: clock(opensAt),
    BUSINESS_HOURS_END: clock(new Date(opensAt.getTime() + 60_000)),
    BUSINESS_TIMEZONE: 'UTC',
    BUSINESS_WEEKDAYS_ONLY: 'false',
  };
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'answered',
    shows: 'the business presses 1, the visitor answers, both talk',
    play: enterCode,
    ends: { status: 'completed', outcome: 'talked', callsPlaced: 1 },
  },
  {
    name: 'business-no-answer',
    shows: 'the business does not answer; it gets a text message',
    prepare: ({ phones, business }) => phones.script(business, 'no-answer'),
    play: enterCode,
    ends: { status: 'failed', outcome: 'business-no-answer', callsPlaced: 1 },
  },
  {
    name: 'business-busy',
    shows: 'the business phone is busy; it gets a text message',
    prepare: ({ phones, business }) => phones.script(business, 'busy'),
    play: enterCode,
    ends: { status: 'failed', outcome: 'business-busy', callsPlaced: 1 },
  },
  {
    name: 'business-declines',
    shows: 'the business presses 2; the visitor is not called',
    prepare: ({ phones, business }) => phones.script(business, 'presses', { presses: '2' }),
    play: enterCode,
    ends: { status: 'failed', outcome: 'business-declined', callsPlaced: 1 },
  },
  {
    name: 'business-voicemail',
    shows: 'the voicemail of the business answers and cannot press 1',
    prepare: ({ phones, business }) => phones.script(business, 'voicemail', { answersAfterMs: 12_000 }),
    play: enterCode,
    ends: { status: 'failed', outcome: 'business-voicemail', callsPlaced: 1 },
  },
  {
    name: 'visitor-no-answer',
    shows: 'the business accepts, the visitor does not answer',
    prepare: ({ phones, visitorPhone }) => phones.script(visitorPhone, 'no-answer'),
    play: enterCode,
    ends: { status: 'failed', outcome: 'visitor-no-answer', callsPlaced: 1 },
  },
  {
    name: 'after-hours',
    shows: 'the business is closed; it gets a text message, no call is placed',
    env: closedNow(),
    play: enterCode,
    ends: { status: 'failed', outcome: 'after-hours-notified', callsPlaced: 0 },
  },
  {
    name: 'wrong-code',
    shows: 'a wrong code places no call; the right one does',
    async play(stage) {
      const right = await stage.phones.code(stage.visitorPhone);
      const wrong = right === '000000' ? '000001' : '000000';
      await stage.visitor.verify(stage.request.request_id, wrong).then(
        () => Promise.reject(new Error('A wrong code was accepted.')),
        (error: Error & { code?: string }) => {
          if (error.code !== 'wrong-code') throw error;
          stage.say('a wrong code was refused');
        },
      );
      await stage.enterCode();
    },
    ends: { status: 'completed', outcome: 'talked', callsPlaced: 1 },
  },
  {
    name: 'cancel-while-ringing',
    shows: 'the visitor cancels while the business phone rings; it stops ringing',
    prepare: ({ phones, business }) => phones.script(business, 'no-answer'),
    async play(stage) {
      await stage.enterCode();
      await stage.waitForStatus('calling');
      await waitForRinging(stage);
      await stage.visitor.cancel(stage.request.request_id);
      stage.say('the visitor cancelled');
      await waitForCallEnd(stage);
    },
    ends: { status: 'cancelled', outcome: 'cancelled-by-visitor', callsPlaced: 1 },
  },
  {
    name: 'answer-lost',
    shows: 'the carrier places the call but its response is lost; no second call is placed',
    prepare: ({ phones }) =>
      phones.fault({ kind: 'answer-lost', resource: 'calls', method: 'POST', times: 1 }),
    play: enterCode,
    ends: { status: 'completed', outcome: 'talked', callsPlaced: 1 },
  },
];

async function waitForRinging(stage: Stage): Promise<void> {
  await waitUntil(async () =>
    (await stage.phones.callsTo(stage.business)).some(({ status }) => status === 'ringing'),
  );
}

async function waitForCallEnd(stage: Stage): Promise<void> {
  const activeStatuses = ['queued', 'initiated', 'ringing', 'in-progress'];
  await waitUntil(
    async () =>
      !(await stage.phones.callsTo(stage.business)).some(({ status }) => activeStatuses.includes(status)),
  );
  stage.say('the business phone stopped ringing');
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await condition()) return;
    await sleep(25);
  }
  throw new Error('The scenario timed out: an expected event did not happen.');
}
