import { setTimeout as sleep } from 'node:timers/promises';
import colours from 'picocolors';
import { type Scenario, type Stage, scenarios } from './demo/scenarios.ts';
import { rehearsalNumbers, startRehearsal } from './rehearsal/rehearsal.ts';
import { createSimulatedPhones } from './rehearsal/simulated-phones.ts';
import { createVisitor, type SeenState } from './rehearsal/visitor.ts';
import { readOptions } from './terminal.ts';

const usage = `npm run demo -- [--scenario NAME]… [--json] [--speed N]
Plays callbacks against a backend and a simulated carrier of their own and shows each as a timeline.
Scenarios: ${scenarios.map(({ name }) => name).join(', ')}`;

const { values } = readOptions(usage, {
  options: {
    scenario: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    speed: { type: 'string', default: '15' },
    help: { type: 'boolean', default: false },
  },
});

/** One thing that happened, `ms` after the scenario began, in the scenario's own time. */
type Told = { scenario: string; ms: number; what: string; [more: string]: unknown };

type Ending = {
  scenario: string;
  status: string;
  outcome: string | null;
  calls_placed: number;
  sms_to_business: number;
  as_named: boolean;
};

const visitorPhone = '+12015550142';

async function play(scenario: Scenario, speed: number, tell: (told: Told) => void): Promise<Ending> {
  const rehearsal = await startRehearsal({ speed, ...(scenario.env ? { env: scenario.env } : {}) });
  try {
    const phones = createSimulatedPhones(rehearsal.simulatorUrl);
    const visitor = createVisitor({ baseUrl: rehearsal.backendUrl, address: '203.0.113.7' });
    const begun = Date.now();
    const say = (what: string, more: Record<string, unknown> = {}) =>
      tell({ scenario: scenario.name, ms: (Date.now() - begun) * speed, what, ...more });
    const { business } = rehearsalNumbers;
    await scenario.prepare?.({ phones, business, visitorPhone });
    const request = await visitor.request({
      name: 'Ada Example',
      phone: visitorPhone,
      email: 'ada@example.com',
      subject: 'A leaking tap',
      page: 'https://www.example.com/contact',
    });
    say('the visitor asked for a callback', { status: request.status, reference: request.reference });
    const carrier = watchCarrier(phones, say);
    const stage: Stage = {
      visitor,
      phones,
      business,
      visitorPhone,
      request,
      reached: (status, step) => reached(visitor, request.request_id, status, step),
      async prove() {
        const state = await visitor.verify(request.request_id, await phones.code(visitorPhone));
        say('the visitor proved the phone', { status: state.status });
      },
      tell: (what) => say(what),
    };
    await scenario.play(stage);
    const patience = 30_000 + 300_000 / speed;
    const last = await visitor.follow(
      request.request_id,
      (state) => say(describe(state), facts(state)),
      patience,
    );
    await carrier.stop();
    return await ending(scenario, last, phones);
  } finally {
    await rehearsal.stop();
  }
}

function describe(state: SeenState): string {
  return `${state.status}: ${state.message}`;
}

function facts(state: SeenState): Record<string, unknown> {
  return {
    status: state.status,
    step: state.step ?? null,
    outcome: state.outcome ?? null,
    notice: state.notice,
  };
}

async function reached(
  visitor: Stage['visitor'],
  id: string,
  status: string,
  step: string | undefined,
): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const state = await visitor.read(id);
    if (state.status === status && (step === undefined || state.step === step)) return;
    await sleep(25);
  }
  throw new Error(`The request never became ${status}${step === undefined ? '' : ` (${step})`}.`);
}

/** Retells what the carrier does, as it happens. */
function watchCarrier(phones: Stage['phones'], say: (what: string) => void) {
  let seen = 0;
  let running = true;
  const look = async () => {
    for (const entry of await phones.timeline(seen)) {
      seen = entry.seq;
      const told = carrierWords(entry.kind, entry.data);
      if (told !== undefined) say(told);
    }
  };
  const watching = (async () => {
    while (running) {
      await look();
      await sleep(30);
    }
  })();
  return {
    async stop() {
      running = false;
      await watching;
      await look();
    },
  };
}

function carrierWords(kind: string, data: Record<string, unknown>): string | undefined {
  const who = data.to === rehearsalNumbers.business ? 'business' : 'visitor';
  switch (kind) {
    case 'call.ringing':
      return `the ${who}'s phone rings`;
    case 'call.answered':
      return `the ${who}'s phone is answered`;
    case 'call.ended':
      return `the ${who}'s leg ended: ${String(data.status)}`;
    case 'message.created':
      return `a text goes to the ${who}`;
    default:
      return undefined;
  }
}

async function ending(scenario: Scenario, last: SeenState, phones: Stage['phones']): Promise<Ending> {
  const { business } = rehearsalNumbers;
  const outcome = last.outcome ?? null;
  const callsPlaced = (await phones.callsTo(business)).length;
  const texts = (await phones.textsTo(business)).length;
  const expectedTexts = last.status === 'failed' ? 1 : 0;
  return {
    scenario: scenario.name,
    status: last.status,
    outcome,
    calls_placed: callsPlaced,
    sms_to_business: texts,
    as_named:
      last.status === scenario.ends.status &&
      scenario.ends.outcomes.includes(outcome ?? '') &&
      callsPlaced === scenario.ends.callsPlaced &&
      texts === expectedTexts,
  };
}

/** People read a sentence once, though the request passed through several steps that it is true for. */
function createPrinter(): (told: Told) => void {
  let sentence = '';
  return ({ ms, what, status }) => {
    if (what === sentence) return;
    if (status !== undefined) sentence = what;
    console.log(`  ${colours.dim(`${(ms / 1000).toFixed(1).padStart(6)} s`)}  ${what}`);
  };
}

function printEnding(end: Ending): void {
  const mark = end.as_named ? colours.green('✓') : colours.red('✗');
  const result = `${end.status}${end.outcome === null ? '' : ` / ${end.outcome}`}`;
  console.log(
    `  ${mark} ${colours.bold(result)}; calls placed ${end.calls_placed}, texts to the business ${end.sms_to_business}`,
  );
}

async function main(): Promise<number> {
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const wanted = values.scenario ?? scenarios.map(({ name }) => name);
  const unknown = wanted.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  const speed = Number(values.speed);
  if (unknown.length > 0 || !(speed >= 1 && speed <= 50)) {
    console.error(
      unknown.length > 0 ? `No such scenario: ${unknown.join(', ')}\n` : '--speed goes from 1 to 50\n',
    );
    console.error(usage);
    return 2;
  }
  let failed = 0;
  for (const scenario of scenarios.filter(({ name }) => wanted.includes(name))) {
    if (!values.json)
      console.log(`\n${colours.cyan(colours.bold(scenario.name))}  ${colours.dim(scenario.shows)}`);
    const end = await play(
      scenario,
      speed,
      values.json ? (told) => console.log(JSON.stringify(told)) : createPrinter(),
    );
    if (values.json) console.log(JSON.stringify(end));
    else printEnding(end);
    if (!end.as_named) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
