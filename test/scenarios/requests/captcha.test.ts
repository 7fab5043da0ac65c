import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { createAltcha } from '../../../backend/adapters/captcha/altcha.ts';
import { captchaPuzzle } from '../../../contract/captcha.ts';
import { sha256 } from '../../../frontend/captcha/sha256.ts';
import { solvePuzzle } from '../../../frontend/captcha/solve-puzzle.ts';
import { openHttpSetup } from '../../support/http/http-setup.ts';
import { ann, ask, assertProblem, newCallback, readState } from '../../support/http/visitor-requests.ts';

async function openSetup(t: TestContext) {
  const setup = await openHttpSetup(t);
  return openHttpSetup(t, {
    deps: { captcha: createAltcha({ secret: 'for tests only', clock: setup.clock }) },
  });
}

async function solution(setup: Awaited<ReturnType<typeof openSetup>>): Promise<string> {
  return await solvePuzzle(captchaPuzzle.parse((await setup.app.inject('/api/v1/captcha')).json()));
}

test('the page’s own SHA-256 agrees with the library’s', () => {
  for (let length = 0; length <= 55; length += 1) {
    const input = new Uint8Array(length).map((_, index) => (index * 37 + length) % 256);
    assert.equal(
      Buffer.from(sha256(input)).toString('hex'),
      createHash('sha256').update(input).digest('hex'),
    );
  }
});

test('a page learns that a captcha is required, solves it and is accepted', async (t) => {
  const setup = await openSetup(t);
  const { captcha } = (await setup.app.inject('/api/v1/site')).json();
  assert.deepEqual(captcha, { kind: 'altcha', site_key: null });
  await newCallback(setup, { ...ann, captcha: await solution(setup) });
});

test('without a solution or with a wrong one, a request is rejected', async (t) => {
  const setup = await openSetup(t);
  assertProblem(await ask(setup), 'captcha-required', 403);
  assertProblem(await ask(setup, { payload: { ...ann, captcha: '' } }), 'captcha-required', 403);
  assertProblem(await ask(setup, { payload: { ...ann, captcha: 'bm8=' } }), 'captcha-refused', 403);
});

test('a solution is valid for one request, also when two are concurrent', async (t) => {
  const setup = await openSetup(t);
  const captcha = await solution(setup);
  const [first, second] = await Promise.all([
    ask(setup, { payload: { ...ann, captcha } }),
    ask(setup, { payload: { name: 'Bob', phone: '(201) 555-0146', captcha } }),
  ]);
  assert.equal(first.statusCode, 201);
  assertProblem(second, 'captcha-refused', 403);
  assertProblem(await ask(setup, { payload: { ...ann, captcha } }), 'captcha-refused', 403);
});

test('a request that is rejected for another reason does not use up its solution', async (t) => {
  const setup = await openSetup(t);
  const captcha = await solution(setup);
  assertProblem(await ask(setup, { payload: { ...ann, phone: '12', captcha } }), 'phone-too-short', 422);
  await newCallback(setup, { ...ann, captcha });
});

test('a repeated request needs no new solution and ignores another one', async (t) => {
  const setup = await openSetup(t);
  const headers = { 'idempotency-key': 'once' };
  const first = await ask(setup, { headers, payload: { ...ann, captcha: await solution(setup) } });
  for (const captcha of [undefined, await solution(setup)]) {
    const again = await ask(setup, { headers, payload: { ...ann, captcha } });
    assert.equal(readState(again).request_id, readState(first).request_id);
  }
});

test('with the captcha off, there is no challenge to fetch', async (t) => {
  const setup = await openHttpSetup(t);
  assertProblem(await setup.app.inject('/api/v1/captcha'), 'not-found', 404);
});
