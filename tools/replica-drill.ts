import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { eventually, type Replica, type Replicas, startReplicas } from '../test/support/replicas/replicas.ts';

/**
 * Kills and pauses servers that share one Postgres while visitors ask for callbacks. Restarts Postgres once, and
 * compares calls with attempts: node tools/replica-drill.ts --minutes 10 --servers 4
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    servers: { type: 'string', default: '4' },
    visitorSeconds: { type: 'string', default: '2' },
  },
});
const durationMs = Number(values.minutes) * 60_000;
const faultIntervalMs = 20_000;
/** A load balancer notices a dead server after this time. */
const detectionMs = 1_000;
/** Clocks of servers and carrier run faster by this factor. A lease lasts ten seconds then. */
const speed = 3;
const leaseMs = 30_000 / speed;

const replicas = await startReplicas({
  count: Number(values.servers),
  speed,
  env: {
    BUSINESS_LINES: '20',
    MAX_CALLS_PER_DAY: '100000',
    MAX_SMS_PER_HOUR: '100000',
    MAX_MINUTES_PER_DAY: '1000000',
    DAILY_BUDGET: '100000',
  },
});
const verified: string[] = [];
const visits: Promise<void>[] = [];
let refused = 0;
await replicas.phones.scriptByDefault('human');

/** Fictitious numbers of many area codes, so that no number asks twice. */
function phoneOf(count: number): string {
  const areas = [201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218];
  return `+1${areas[Math.floor(count / 80) % areas.length]}55501${20 + (count % 80)}`;
}

async function visit(count: number): Promise<void> {
  const address = `198.18.${Math.floor(count / 250)}.${1 + (count % 250)}`;
  const visitor = replicas.visitor(address);
  try {
    const { request_id } = await visitor.request({ name: 'Ada Example', phone: phoneOf(count) });
    const code = await replicas.phones.code(phoneOf(count));
    await eventually('the code is taken', () => isTaken(visitor, request_id, code), 30_000);
    verified.push(request_id);
  } catch {
    // A visitor whose server dies tries again by hand; the drill counts what was accepted.
    refused += 1;
  }
}

async function isTaken(
  visitor: ReturnType<Replicas['visitor']>,
  callbackId: string,
  code: string,
): Promise<boolean> {
  return (await visitor.verify(callbackId, code)).status !== 'pending';
}

function serve(without?: Replica): void {
  replicas.balancer.targets = replicas.servers.filter((one) => one !== without).map(({ port }) => port);
}

const faults: Record<string, (server: Replica) => Promise<void>> = {
  async killed(server) {
    server.service.process.kill('SIGKILL');
    serve(server);
    await replicas.restart(server);
  },
  async 'paused over its lease'(server) {
    server.service.process.kill('SIGSTOP');
    await sleep(detectionMs);
    serve(server);
    await sleep(leaseMs + 3_000);
    server.service.process.kill('SIGCONT');
  },
  async 'paused for 4 s'(server) {
    server.service.process.kill('SIGSTOP');
    await sleep(4_000);
    server.service.process.kill('SIGCONT');
  },
};

async function disturb(endsAt: number): Promise<void> {
  const kinds = Object.entries(faults);
  const restartAt = Date.now() + durationMs / 2;
  let restarted = false;
  for (let turn = 0; Date.now() < endsAt; turn += 1) {
    const began = Date.now();
    const [kind, strike] = kinds[turn % kinds.length] as (typeof kinds)[number];
    const index = Math.floor(Math.random() * replicas.servers.length);
    console.log(`server ${index + 1} is ${kind}; ${verified.length} verified, ${refused} not accepted`);
    await strike(replicas.servers[index] as Replica);
    serve();
    if (!restarted && Date.now() > restartAt) {
      restarted = true;
      console.log('Postgres is restarted');
      await replicas.postgres.stop();
      await sleep(2_000);
      await replicas.postgres.start();
    }
    await sleep(Math.max(0, faultIntervalMs - (Date.now() - began)));
  }
}

async function visitAll(endsAt: number): Promise<void> {
  for (let count = 0; Date.now() < endsAt; count += 1) {
    visits.push(visit(count));
    await sleep(Number(values.visitorSeconds) * 1_000);
  }
  await Promise.all(visits);
}

async function number(text: string): Promise<number> {
  const [row] = await replicas.sql(text);
  return Number(row?.n ?? 0);
}

/** From the proof of a number to the first intent to dial, in real seconds. */
const longestWait = `
  select max(extract(epoch from intended_at::timestamptz - verified_at::timestamptz)) / ${speed} as n
  from attempts join callbacks using (request_id) where number = 1`;

/** Returns what is wrong. */
async function judge(): Promise<string[]> {
  const wrong: string[] = [];
  const open = await number(
    "select count(*) as n from callbacks where verified_at is not null and request_status not in ('completed', 'failed', 'cancelled')",
  );
  if (open > 0) wrong.push(`${open} verified callbacks have no end`);
  const rows = await replicas.sql('select request_id, call_sid from attempts');
  const known = new Set(rows.flatMap(({ call_sid }) => (call_sid === null ? [] : [String(call_sid)])));
  const placed = await replicas.placedCalls();
  const strange = placed.filter(({ sid }) => !known.has(sid));
  if (strange.length > 0) wrong.push(`${strange.length} calls belong to no attempt`);
  const repeated = rows.length - new Set(rows.map(({ request_id }) => request_id)).size;
  const counted = await number("select sum(calls) as n from usage_counters where period = 'day'");
  const stored = new Set(
    (await replicas.sql('select request_id from callbacks')).map((row) => row.request_id),
  );
  const lost = verified.filter((id) => !stored.has(id)).length;
  if (lost > 0) wrong.push(`${lost} accepted callbacks are lost`);
  console.log({
    verified: verified.length,
    refused,
    attempts: rows.length,
    callsAtTheCarrier: placed.length,
    secondAttempts: repeated,
    countedCalls: counted,
    outcomes: await replicas.sql(
      'select outcome, count(*)::int as n from callbacks group by 1 order by 2 desc',
    ),
    longestTakeoverSeconds: await number(longestWait),
  });
  return wrong;
}

const endsAt = Date.now() + durationMs;
await Promise.all([visitAll(endsAt), disturb(endsAt)]).catch(async (error: unknown) => {
  await replicas.stop();
  throw error;
});
serve();
await eventually(
  'every callback ends',
  async () =>
    (await number(
      "select count(*) as n from callbacks where verified_at is not null and request_status not in ('completed', 'failed', 'cancelled')",
    )) === 0,
  240_000,
).catch((error: unknown) => console.log(String(error)));
const wrong = await judge();
console.log(wrong.length === 0 ? 'nothing is wrong' : wrong.join('\n'));
await replicas.stop();
process.exitCode = wrong.length === 0 ? 0 : 1;
