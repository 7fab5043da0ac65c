import { setTimeout as sleep } from 'node:timers/promises';
import type { CallbackState } from '../../../contract/callback.ts';
import { type Rehearsal, rehearsalNumbers } from '../rehearsal/rehearsal.ts';
import { createSimulatedPhones, type SimulatedPhones } from '../rehearsal/simulated-phones.ts';
import { createVisitor, type Visitor } from '../rehearsal/visitor.ts';
import type { Scenario, Stage } from './scenarios.ts';

/** Receives one event of a scenario, `ms` after its start on the scenario's own clock. */
export type ReportEvent = (event: {
  scenario: string;
  ms: number;
  what: string;
  [more: string]: unknown;
}) => void;

export type Ending = {
  scenario: string;
  status: CallbackState['status'];
  outcome: CallbackState['outcome'];
  calls_placed: number;
  sms_to_business: number;
  /** Whether the scenario ended as its description says. */
  as_named: boolean;
};

type Say = (what: string, more?: Record<string, unknown>) => void;

const { business } = rehearsalNumbers;

/** What one scenario is played on. */
export type Surroundings = {
  rehearsal: Rehearsal;
  speed: number;
  /** Number of the scenario among those of its run: its visitor has an own phone and address. */
  index: number;
};

/** Plays one scenario from the visitor's request to the end. The carrier forgets what was played before. */
export async function playScenario(
  scenario: Scenario,
  { rehearsal, speed, index }: Surroundings,
  report: ReportEvent,
): Promise<Ending> {
  const phones = createSimulatedPhones(rehearsal.simulatorUrl);
  const visitor = createVisitor({ baseUrl: rehearsal.backendUrl, address: `203.0.113.${index + 7}` });
  const visitorPhone = `+120155501${40 + index}`;
  await phones.reset();
  await scenario.prepare?.({ phones, business, visitorPhone });
  const request = await visitor.request({
    name: 'Ada Example',
    phone: visitorPhone,
    email: 'ada@example.com',
    subject: 'A leaking tap',
    page: 'https://www.example.com/contact',
  });
  // The page solves the captcha and the server accepts the request before the visitor's wait begins.
  const startedAt = Date.now();
  const say: Say = (what, more = {}) =>
    report({ scenario: scenario.name, ms: (Date.now() - startedAt) * speed, what, ...more });
  say('the visitor requested a callback', { status: request.status, reference: request.reference });
  const carrier = watchCarrier(phones, say);
  await scenario.play(createStage({ visitor, visitorPhone, phones, request, say }));
  const timeoutMs = 30_000 + 300_000 / speed;
  const last = await visitor.follow(
    request.request_id,
    (state) => say(`${state.status}: ${state.message}`, facts(state)),
    timeoutMs,
  );
  await carrier.stop();
  return summarize(scenario, last, phones);
}

function createStage(parts: {
  visitor: Visitor;
  visitorPhone: string;
  phones: SimulatedPhones;
  request: CallbackState;
  say: Say;
}): Stage {
  const { visitor, visitorPhone, phones, request, say } = parts;
  return {
    visitor,
    phones,
    business,
    visitorPhone,
    request,
    waitForStatus: (status) => waitForStatus(visitor, request.request_id, status),
    async enterCode() {
      const state = await visitor.verify(request.request_id, await phones.code(visitorPhone));
      say('the visitor entered the code', { status: state.status });
    },
    say: (what) => say(what),
  };
}

function facts({ status, step, outcome, notice }: CallbackState): Record<string, unknown> {
  return { status, step, outcome, notice };
}

async function waitForStatus(visitor: Visitor, id: string, status: CallbackState['status']): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await visitor.read(id)).status === status) return;
    await sleep(25);
  }
  throw new Error(`The callback never reached the status ${status}.`);
}

/** Reports the carrier's events as they happen. `stop` reports the remaining ones first. */
function watchCarrier(phones: SimulatedPhones, say: Say) {
  let lastSeq = 0;
  let running = true;
  const reportNewEvents = async () => {
    for (const entry of await phones.timeline(lastSeq)) {
      lastSeq = entry.seq;
      const sentence = carrierSentence(entry.kind, entry.data);
      if (sentence !== undefined) say(sentence);
    }
  };
  const watching = (async () => {
    while (running) {
      await reportNewEvents();
      await sleep(30);
    }
  })();
  return {
    async stop() {
      running = false;
      await watching;
      await reportNewEvents();
    },
  };
}

function carrierSentence(kind: string, data: Record<string, unknown>): string | undefined {
  const who = data.to === business ? 'business' : 'visitor';
  switch (kind) {
    case 'call.ringing':
      return `the ${who}'s phone rings`;
    case 'call.answered':
      return `the ${who}'s phone is answered`;
    case 'call.ended':
      return `the ${who}'s leg ended: ${String(data.status)}`;
    case 'message.created':
      return `a text message goes to the ${who}`;
    default:
      return undefined;
  }
}

async function summarize(scenario: Scenario, last: CallbackState, phones: SimulatedPhones): Promise<Ending> {
  const callsPlaced = (await phones.callsTo(business)).length;
  const texts = (await phones.textsTo(business)).length;
  const expectedTexts = last.status === 'failed' ? 1 : 0;
  return {
    scenario: scenario.name,
    status: last.status,
    outcome: last.outcome,
    calls_placed: callsPlaced,
    sms_to_business: texts,
    as_named:
      last.status === scenario.ends.status &&
      last.outcome === scenario.ends.outcome &&
      callsPlaced === scenario.ends.callsPlaced &&
      texts === expectedTexts,
  };
}
