import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BulkJob, bulkJob, bulkStarted } from '../../../contract/operator/bulk.ts';
import { type HttpSetup, openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { newToken, operate, withOperator } from '../../../test/support/http/operator-requests.ts';
import { assertProblem, newCallback } from '../../../test/support/http/visitor-requests.ts';
import { createBulkRunner } from '../../usecases/operator/bulk.ts';

/** Creates callbacks from networks of their own, so that none is refused. */
async function callbacks(setup: HttpSetup, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const visitor = { name: `Visitor ${n}`, phone: `212-555-01${10 + n}` };
    ids.push((await newCallback(setup, visitor, `203.0.${n}.7`)).request_id);
    await setup.clock.advance(60_000);
  }
  return ids;
}

async function start(setup: HttpSetup, body: Record<string, unknown>, token?: string): Promise<string> {
  const answer = await operate(setup, '/callbacks/bulk', { body, ...(token && { token }) });
  assert.equal(answer.statusCode, 202, answer.body);
  return bulkStarted.strict().parse(answer.json()).job;
}

async function read(setup: HttpSetup, job: string): Promise<BulkJob> {
  return bulkJob.strict().parse((await operate(setup, `/bulk/${job}`)).json());
}

/** Lets the jobs run as a started server does, until none is left. */
async function runJobs(setup: HttpSetup): Promise<void> {
  const runner = createBulkRunner(setup.deps);
  runner.start();
  while ((await setup.deps.bulkJobs.nextRunning()) !== undefined) await setup.clock.advance(1);
  await runner.stop();
}

test('a job acts on each callback by itself and reports each result', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const [open = '', ended = ''] = await callbacks(setup, 2);
  await operate(setup, `/callbacks/${ended}/cancel`, { body: {} });
  const unknown = 'AAAAAAAAAAAAAAAAAAAAAA';
  const job = await start(setup, { action: 'done', ids: [open, ended, unknown] });
  await runJobs(setup);
  const found = await read(setup, job);
  assert.deepEqual([found.state, found.total, found.done, found.skipped], ['finished', 3, 0, 3]);
  assert.deepEqual(Object.fromEntries(found.results.map(({ id, code }) => [id, code])), {
    [open]: 'not-in-this-state',
    [ended]: 'not-in-this-state',
    [unknown]: 'not-found',
  });
});

test('a job with a search acts on all that match, in more than one batch', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await callbacks(setup, 25);
  const job = await start(setup, { action: 'cancel', search: { status: ['pending'] }, count: 25 });
  await runJobs(setup);
  const { state, done, total } = await read(setup, job);
  assert.deepEqual([state, done, total], ['finished', 25, 25]);
  const left = await operate(setup, '/callbacks/search', { body: { status: ['pending'] } });
  assert.equal(left.json().total, 0);
});

test('a search whose matches grew by more than a tenth is refused with their number', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await callbacks(setup, 12);
  const wanted = { action: 'cancel', search: { status: ['pending'] } };
  const refused = await operate(setup, '/callbacks/bulk', { body: { ...wanted, count: 10 } });
  assert.equal(assertProblem(refused, 'selection-changed', 409).count, 12);
  await start(setup, { ...wanted, count: 11 });
});

test('a paused job continues at its place, and a stopped one never does', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const ids = await callbacks(setup, 2);
  const job = await start(setup, { action: 'cancel', ids });
  assert.equal((await operate(setup, `/bulk/${job}/pause`, { body: {} })).json().state, 'paused');
  await runJobs(setup);
  assert.equal((await read(setup, job)).done, 0);
  assert.deepEqual((await operate(setup, `/bulk/${job}?results=none`)).json().results, []);
  await operate(setup, `/bulk/${job}/resume`, { body: {} });
  await runJobs(setup);
  assert.equal((await read(setup, job)).done, 2);
  const second = await start(setup, { action: 'cancel', ids });
  await operate(setup, `/bulk/${second}/stop`, { body: {} });
  assert.equal((await operate(setup, `/bulk/${second}/resume`, { body: {} })).json().state, 'stopped');
});

test('a revoked token ends its running and paused jobs, and no others', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const [one = '', two = '', three = ''] = await callbacks(setup, 3);
  const stolen = await newToken(setup, 'operator', 'Eve');
  const byEve = (id: string) => start(setup, { action: 'cancel', ids: [id] }, stolen);
  const jobs = [await byEve(one), await byEve(two), await start(setup, { action: 'cancel', ids: [three] })];
  await operate(setup, `/bulk/${jobs[1]}/pause`, { body: {} });
  const { items } = (await operate(setup, '/tokens')).json();
  const { id } = items.find(({ name }: { name: string }) => name === 'Eve');
  await operate(setup, `/tokens/${id}`, { method: 'DELETE' });
  await operate(setup, `/bulk/${jobs[1]}/resume`, { body: {} });
  await runJobs(setup);
  const ends = await Promise.all(jobs.map((job) => read(setup, job)));
  assert.deepEqual(
    ends.map(({ state, done }) => [state, done]),
    [
      ['stopped', 0],
      ['stopped', 0],
      ['finished', 1],
    ],
  );
});

test('a job that a crash interrupted is finished after the restart', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const ids = await callbacks(setup, 3);
  const job = await start(setup, { action: 'cancel', ids });
  const [first = ''] = ids;
  // The action was committed, and the process died before its result was.
  await operate(setup, `/callbacks/${first}/cancel`, { body: {} });
  await runJobs(setup);
  const { state, done, failed } = await read(setup, job);
  assert.deepEqual([state, done, failed], ['finished', 3, 0]);
});
