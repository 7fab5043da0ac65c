import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Rehearsal,
  rehearsalNumbers,
  startRehearsal,
} from '../../../backend/cli/rehearsal/rehearsal.ts';
import { freePort, startService } from '../../../backend/cli/rehearsal/service-process.ts';
import {
  createSimulatedPhones,
  type SimulatedPhones,
  type TimelineEntry,
} from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { createVisitor } from '../../../backend/cli/rehearsal/visitor.ts';

const { business, caller } = rehearsalNumbers;
const [firstPhone, secondPhone] = ['+12015550142', '+12015550143'];

async function until(isSo: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 800; tries += 1) {
    if (await isSo()) return;
    await sleep(25);
  }
  throw new Error(`It never happened: ${what}.`);
}

/** A backend whose POST of the first visitor's call is under way: the carrier takes `slowMs` to answer it. */
async function callBeingPlaced(t: TestContext, speed: number, slowMs: number) {
  const rehearsal = await startRehearsal({ speed, env: { BUSINESS_LINES: '2' } });
  t.after(() => rehearsal.stop());
  const phones = createSimulatedPhones(rehearsal.simulatorUrl);
  // It still rings when the next process runs.
  await phones.script(business, 'slow-human', { answersAfterMs: 21_000 });
  const visitor = createVisitor({ baseUrl: rehearsal.backendUrl });
  await phones.fault({ kind: 'slow', ms: slowMs, resource: 'calls', method: 'POST', times: 1 });
  const first = await visitor.request({ name: 'Ada Example', phone: firstPhone });
  const second = await visitor.request({ name: 'Ben Example', phone: secondPhone });
  const secondCode = await phones.code(secondPhone);
  await visitor.verify(first.request_id, await phones.code(firstPhone));
  await until(
    async () => (await phones.timeline()).some(({ kind }) => kind === 'fault.struck'),
    'the POST is under way',
  );
  return { rehearsal, phones, visitor, first, second, secondCode };
}

function placements(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries.filter(
    ({ kind, data }) =>
      kind === 'rest.request' && data.method === 'POST' && String(data.url).endsWith('/Calls.json'),
  );
}

/** Returns the TwiML that a caller of the business's number gets. */
async function twimlForCaller({ simulatorUrl }: Rehearsal, phones: SimulatedPhones): Promise<string> {
  const seen = (await phones.timeline()).at(-1)?.seq ?? 0;
  await fetch(`${simulatorUrl}/simulator/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: '+12015550177', to: caller }),
  });
  let twiml = '';
  await until(async () => {
    const answered = (await phones.timeline(seen)).find(({ kind }) => kind === 'call.twiml');
    twiml = String(answered?.data.twiml ?? '');
    return twiml !== '';
  }, 'the carrier gets TwiML');
  return twiml;
}

function statusOver(agent: Agent, url: string) {
  return new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
    get(url, { agent }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve({ status: answer.statusCode, connection: answer.headers.connection }));
    }).once('error', reject);
  });
}

test('after SIGTERM webhooks get TwiML, the POST under way ends and no other is sent', async (t) => {
  const { rehearsal, phones, visitor, first, second, secondCode } = await callBeingPlaced(t, 2, 6_000);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const ready = `${rehearsal.backendUrl}/health/ready`;
  assert.equal((await statusOver(agent, ready)).connection, 'keep-alive');
  const events = await fetch(`${rehearsal.backendUrl}/api/v1/callbacks/${first.request_id}/events`);
  const placed = placements(await phones.timeline()).length;
  const exit = rehearsal.signalBackend('SIGTERM');
  await until(async () => (await rehearsal.backendLog()).includes('server stopping'), 'the signal arrives');
  assert.deepEqual(await statusOver(agent, ready), { status: 503, connection: 'close' });
  assert.match(await events.text(), /event: state/, 'the stream ends, so that its page reconnects');
  await visitor.verify(second.request_id, secondCode);
  assert.match(await twimlForCaller(rehearsal, phones), /<Say/);
  assert.equal(await exit, 0);
  const log = await rehearsal.backendLog();
  assert.match(log, /server stopped/);
  // The carrier records a request when it answers: only the first visitor's is there.
  assert.equal(placements(await phones.timeline()).length, placed + 1);
  await rehearsal.restartBackend();
  const statusOfFirst = async () => (await visitor.read(first.request_id)).status;
  const talks = async () => ['connected', 'completed'].includes(await statusOfFirst());
  await until(talks, 'the first visitor talks');
  // The carrier's own call to the account is put through to the business, too.
  const ours = async () =>
    (await phones.callsTo(business)).filter(({ direction }) => direction === 'outbound-api');
  await until(async () => (await ours()).length === 2, 'the second call');
});

test('a second signal ends the process at once, a repeat of the first does not', async (t) => {
  const { rehearsal } = await callBeingPlaced(t, 1, 8_000);
  void rehearsal.signalBackend('SIGINT');
  await until(async () => (await rehearsal.backendLog()).includes('server stopping'), 'the signal arrives');
  const exit = rehearsal.signalBackend('SIGINT');
  assert.equal(await Promise.race([exit, sleep(1_100, 'running')]), 'running');
  // Once the call is placed, the process would end by itself with 0.
  assert.equal(await rehearsal.signalBackend('SIGTERM'), 143);
});

test('SIGTERM before the start is complete ends the start cleanly', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-early-stop-'));
  const path = join(folder, 'callbacks.db');
  const backend = startService({
    name: 'backend',
    entry: 'backend/start.js',
    env: { PORT: String(await freePort()), DATABASE_PATH: path },
    logFile: join(folder, 'backend.log'),
  });
  t.after(async () => {
    await backend.stop();
    await rm(folder, { recursive: true });
  });
  await until(() => existsSync(path), 'the database is being created');
  backend.process.kill('SIGTERM');
  assert.equal(await backend.exited, 0, backend.output());
  assert.match(backend.output(), /server stopped/);
});
