import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { createAltcha } from '../../../backend/adapters/captcha/altcha.ts';
import { captchaPuzzle } from '../../../contract/captcha.ts';
import { sha256 } from '../../../frontend/captcha/sha256.ts';
import { solvePuzzle } from '../../../frontend/captcha/solve-puzzle.ts';
import { openHttpRig } from '../../support/http/http-setup.ts';
import { ann, ask, assertProblem, newCallback, readState } from '../../support/http/visitor-requests.ts';

async function openRig(t: TestContext) {
  const rig = await openHttpRig(t);
  return openHttpRig(t, { deps: { captcha: createAltcha({ secret: 'for tests only', clock: rig.clock }) } });
}

async function solution(rig: Awaited<ReturnType<typeof openRig>>): Promise<string> {
  return solvePuzzle(captchaPuzzle.parse((await rig.app.inject('/api/v1/captcha')).json()));
}

test('the page’s own hashing agrees with everybody else’s', () => {
  for (let length = 0; length <= 55; length += 1) {
    const input = new Uint8Array(length).map((_, index) => (index * 37 + length) % 256);
    assert.equal(
      Buffer.from(sha256(input)).toString('hex'),
      createHash('sha256').update(input).digest('hex'),
    );
  }
});

test('a page learns that work is asked for, does it, and is let in', async (t) => {
  const rig = await openRig(t);
  const { captcha } = (await rig.app.inject('/api/v1/site')).json();
  assert.deepEqual(captcha, { kind: 'altcha', site_key: null });
  await newCallback(rig, { ...ann, captcha: await solution(rig) });
});

test('without a solution, or with a wrong one, nobody is let in', async (t) => {
  const rig = await openRig(t);
  assertProblem(await ask(rig), 'captcha-required', 403);
  assertProblem(await ask(rig, { payload: { ...ann, captcha: '' } }), 'captcha-required', 403);
  assertProblem(await ask(rig, { payload: { ...ann, captcha: 'bm8=' } }), 'captcha-refused', 403);
});

test('a solution lets in one request only, even when two come at once', async (t) => {
  const rig = await openRig(t);
  const captcha = await solution(rig);
  const [first, second] = await Promise.all([
    ask(rig, { payload: { ...ann, captcha } }),
    ask(rig, { payload: { name: 'Bob', phone: '(201) 555-0146', captcha } }),
  ]);
  assert.equal(first.statusCode, 201);
  assertProblem(second, 'captcha-refused', 403);
  assertProblem(await ask(rig, { payload: { ...ann, captcha } }), 'captcha-refused', 403);
});

test('a solution is not used up by a request that is refused for something else', async (t) => {
  const rig = await openRig(t);
  const captcha = await solution(rig);
  assertProblem(await ask(rig, { payload: { ...ann, phone: '12', captcha } }), 'phone-too-short', 422);
  await newCallback(rig, { ...ann, captcha });
});

test('the same request sent again needs no new solution, and is the same with another', async (t) => {
  const rig = await openRig(t);
  const headers = { 'idempotency-key': 'once' };
  const first = await ask(rig, { headers, payload: { ...ann, captcha: await solution(rig) } });
  for (const captcha of [undefined, await solution(rig)]) {
    const again = await ask(rig, { headers, payload: { ...ann, captcha } });
    assert.equal(readState(again).request_id, readState(first).request_id);
  }
});

test('where no puzzles are made, there is nothing to fetch', async (t) => {
  const rig = await openHttpRig(t);
  assertProblem(await rig.app.inject('/api/v1/captcha'), 'not-found', 404);
});
