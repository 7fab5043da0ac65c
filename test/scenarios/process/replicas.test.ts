import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { hasNginx, startClusterProxy } from '../../support/replicas/cluster-proxy.ts';
import { eventually, type Replica, type Replicas, startReplicas } from '../../support/replicas/replicas.ts';

/** A lease lasts ten seconds then. */
const speed = 3;
const leaseMs = 30_000 / speed;
const { business } = rehearsalNumbers;
const needsNginx = hasNginx() ? false : 'nginx is not installed (apt-get install nginx)';
const callbackIds: string[] = [];
let replicas: Replicas;

before(async () => {
  replicas = await startReplicas({ count: 2, speed, env: { BUSINESS_LINES: '9' } });
  await replicas.phones.scriptByDefault('human');
  // Long enough to count as a talk.
  await replicas.phones.script(business, 'human', { talksMs: 12_000 });
});
after(() => replicas?.stop());

async function proven(count: number): Promise<string> {
  const phone = `+120155501${count}`;
  const visitor = replicas.visitor(`198.51.100.${count}`);
  const { request_id } = await visitor.request({ name: 'Ada Example', phone });
  await visitor.verify(request_id, await replicas.phones.code(phone));
  callbackIds.push(request_id);
  return request_id;
}

/** Servers that answer; the others are killed or paused. */
function serveBy(servers: readonly Replica[]): void {
  replicas.balancer.targets = servers.map(({ port }) => port);
}

function others(than: Replica): Replica[] {
  return replicas.servers.filter((server) => server !== than);
}

async function outcome(callbackId: string): Promise<unknown> {
  const [row] = await replicas.sql(`select outcome from callbacks where request_id = '${callbackId}'`);
  return row?.outcome;
}

async function allTalked(): Promise<void> {
  for (const id of callbackIds)
    await eventually(`${id} ends`, async () => (await outcome(id)) !== null, 90_000);
  const found = await Promise.all(callbackIds.map(outcome));
  assert.deepEqual(
    found,
    callbackIds.map(() => 'talked'),
  );
}

async function posts(): Promise<number> {
  const placed = await replicas.phones.timeline();
  return placed.filter(
    ({ kind, data }) =>
      kind === 'rest.request' && data.method === 'POST' && String(data.url).endsWith('/Calls.json'),
  ).length;
}

test('a server paused before its intent commits and dials nothing when it resumes', async () => {
  const before = await posts();
  const blocker = await blockIntents();
  const id = await proven(13);
  const paused = await holderOf(id);
  paused.service.process.kill('SIGSTOP');
  serveBy(others(paused));
  await blocker.end();
  await eventually('another server dials', async () => (await posts()) === before + 1, 3 * leaseMs);
  const [intent] = await replicas.sql(`select count(*) as n from attempts where request_id = '${id}'`);
  assert.equal(Number(intent?.n), 1);
  paused.service.process.kill('SIGCONT');
  serveBy(replicas.servers);
  await eventually('it works again', async () => (await fetch(`${paused.url}/health/ready`)).ok);
  await allTalked();
  assert.equal(await posts(), before + 1);
});

test('while Postgres is gone nothing is dialled, and then everything resumes by itself', async () => {
  const before = await posts();
  const blocker = await blockIntents();
  await proven(14);
  await replicas.postgres.stop();
  await blocker.end().catch(() => {});
  for (const { url } of replicas.servers) {
    const answer = await fetch(`${url}/health/ready`);
    assert.equal(answer.status, 503);
    assert.match(((await answer.json()) as { detail: string }).detail, /database/i);
  }
  assert.equal((await fetch(`${replicas.url}/api/v1/callbacks/${callbackIds[0]}`)).status, 503);
  await sleep(2_000);
  assert.equal(await posts(), before);
  await replicas.postgres.start();
  for (const { url } of replicas.servers)
    await eventually('it is ready again', async () => (await fetch(`${url}/health/ready`)).ok);
  await allTalked();
  assert.equal(await posts(), before + 1);
  await proven(16);
  await allTalked();
  const [used] = await replicas.sql("select calls from usage_counters where period = 'day'");
  assert.equal(Number(used?.calls), callbackIds.length);
});

test('pages behind the nginx of deploy/cluster follow on at once after a SIGKILL', {
  skip: needsNginx,
}, async (t) => {
  const proxy = await startClusterProxy(replicas);
  t.after(() => proxy.stop());
  replicas.balancer.targets = [proxy.port];
  await replicas.phones.script(business, 'slow-human', { answersAfterMs: 20_000 });
  const id = await proven(17);
  // In turn, so each server has one of the streams.
  const pages = [await openStream(id), await openStream(id)];
  const [, killed] = replicas.servers as [Replica, Replica];
  killed.service.process.kill('SIGKILL');
  await killed.service.exited;
  const lost = await Promise.race(pages.map(({ ended }, index) => ended.then(() => index)));
  const again = await openStream(id);
  const follower = pages[1 - lost];
  await allTalked();
  for (const page of [follower, again]) {
    await page?.ended;
    assert.match(page?.text() ?? '', /"outcome":"talked"/);
  }
  await replicas.restart(killed);
  serveBy(replicas.servers);
});

test('servers on one database lose no callback to a SIGKILL while calls ring', async () => {
  await replicas.phones.script(business, 'slow-human', { answersAfterMs: 12_000 });
  await Promise.all([10, 11].map(proven));
  await eventually('all ring', async () => (await posts()) === callbackIds.length);
  const [killed] = replicas.servers as [Replica];
  killed.service.process.kill('SIGKILL');
  serveBy(others(killed));
  await allTalked();
  assert.equal(await posts(), callbackIds.length);
});

/** Opens a page's stream of events; resolves with its first state. */
async function openStream(callbackId: string): Promise<{ text(): string; ended: Promise<void> }> {
  const response = await fetch(`${replicas.url}/api/v1/callbacks/${callbackId}/events`);
  let text = '';
  let hasState = () => {};
  const first = new Promise<void>((resolve) => {
    hasState = resolve;
  });
  const ended = (async () => {
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('event: state')) hasState();
    }
  })().catch(() => {});
  await first;
  return { text: () => text, ended };
}

/** Lets servers claim effects, but none can state an intent to dial until the returned connection ends. */
async function blockIntents(): Promise<pg.Client> {
  const [at] = await replicas.sql('select inet_server_port() as port, current_database() as name');
  const client = new pg.Client({ connectionString: `postgres://postgres@127.0.0.1:${at?.port}/${at?.name}` });
  client.on('error', () => {});
  await client.connect();
  await client.query('begin; lock table attempts in share row exclusive mode');
  return client;
}

/** Returns the server that waits in the middle of stating the intent of a callback. */
async function holderOf(callbackId: string): Promise<Replica> {
  let pid = 0;
  await eventually('a server states the intent', async () => {
    const [row] = await replicas.sql(`select owner from effects
      where kind = 'place-call' and request_id = '${callbackId}' and owner is not null
        and exists (select from pg_locks where relation = 'attempts'::regclass and not granted)`);
    pid = Number.parseInt(String(row?.owner), 10);
    return pid > 0;
  });
  const holder = replicas.servers.find(({ service }) => service.process.pid === pid);
  assert.ok(holder);
  return holder;
}
