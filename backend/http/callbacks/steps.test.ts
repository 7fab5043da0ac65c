import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleSite, sampleSites } from '../../../test/support/fakes/sample-site.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import {
  ann,
  ask,
  assertProblem,
  codeOf,
  newCallback,
  readState,
  verify,
} from '../../../test/support/http/visitor-requests.ts';

const unknownId = 'AAAAAAAAAAAAAAAAAAAAAA';

test('the state of a callback can be read', async (t) => {
  const setup = await openHttpSetup(t);
  const created = await newCallback(setup);
  const answer = await setup.app.inject(`/api/v1/callbacks/${created.request_id}`);
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(readState(answer), created);
});

test('an unknown id and an invalid id get the same answer', async (t) => {
  const setup = await openHttpSetup(t);
  const bodies = [];
  for (const id of [unknownId, 'short', `${unknownId}A`, '..%2f..%2fetc', '%00', 'x'.repeat(500)]) {
    const answer = await setup.app.inject(`/api/v1/callbacks/${id}`);
    assertProblem(answer, 'not-found', 404);
    bodies.push(answer.body);
  }
  assert.equal(new Set(bodies).size, 1);
  for (const step of ['code', 'cancel', 'verify']) {
    const url = `/api/v1/callbacks/${unknownId}/${step}`;
    assertProblem(
      await setup.app.inject({ method: 'POST', url, payload: { code: '123456' } }),
      'not-found',
      404,
    );
  }
});

test('the right code confirms the number; entered again it shows the state', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const code = codeOf(setup, id);
  const proven = readState(await verify(setup, id, `${code.slice(0, 3)} ${code.slice(3)}`));
  assert.equal(proven.status, 'verified');
  assert.deepEqual(proven.queue, { position: 1, expected_wait_seconds: 120 });
  assert.equal(proven.code, null);
  assert.equal(readState(await verify(setup, id, code)).status, 'verified');
});

test('a wrong code tells the guesses left; after the fifth no code is accepted', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const right = codeOf(setup, id);
  const wrong = right === '000000' ? '000001' : '000000';
  for (const left of [4, 3, 2, 1, 0]) {
    assert.equal(assertProblem(await verify(setup, id, wrong), 'wrong-code', 422).guesses_left, left);
  }
  assertProblem(await verify(setup, id, right), 'code-spent', 410);
});

test('text that cannot be a code is refused and costs no guess', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  for (const code of ['12345', '1234567', 'abcdef', '', '12345O', 'code 123456', '\u0661\u0662\u0663']) {
    assertProblem(await verify(setup, id, code), 'invalid-request', 400);
  }
  const state = readState(await setup.app.inject(`/api/v1/callbacks/${id}`));
  assert.equal(state.code?.guesses_left, 5);
});

test('a code in the digits of any script and with separators is accepted', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const code = codeOf(setup, id);
  const inScript = (zero: number) =>
    code.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  const ways = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10].map(inScript);
  for (const typed of [...ways, `${code.slice(0, 3)}\u2011${code.slice(3)}`, `\u202a${code}\u202c\u200b`])
    assert.equal(readState(await verify(setup, id, typed)).status, 'verified', typed);
});

test('a code expires after ten minutes', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  await setup.clock.advance(600_000);
  assertProblem(await verify(setup, id, codeOf(setup, id)), 'code-expired', 410);
});

test('another code is sent after a pause, and the first code stops working', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const again = () => setup.app.inject({ method: 'POST', url: `/api/v1/callbacks/${id}/code` });
  assert.equal(assertProblem(await again(), 'resend-too-soon', 429).retry_after, 30);
  await setup.clock.advance(30_000);
  const state = readState(await again());
  assert.equal(state.code?.delivery, 'sending');
  if (codeOf(setup, id, 1) !== codeOf(setup, id, 2)) {
    assertProblem(await verify(setup, id, codeOf(setup, id, 1)), 'wrong-code', 422);
  }
  assert.equal(readState(await verify(setup, id, codeOf(setup, id, 2))).status, 'verified');
  const status = assertProblem(await again(), 'not-in-this-state', 409).request_status;
  assert.equal(status, 'verified');
});

test('a second callback for the same proven phone continues as the first one', async (t) => {
  const setup = await openHttpSetup(t);
  const first = await newCallback(setup);
  const second = await newCallback(setup, { ...ann, name: 'Ann again' });
  await verify(setup, first.request_id, codeOf(setup, first.request_id));
  const answer = readState(await verify(setup, second.request_id, codeOf(setup, second.request_id)));
  assert.equal(answer.request_id, first.request_id);
});

test('when the budget is used up, the right code ends the callback with that outcome', async (t) => {
  const caps = { textsPerHour: 100, callsPerDay: 1, minutesPerDay: 1_000, moneyPerDay: 10 ** 9 };
  const sites = sampleSites([sampleSite({ spending: { caps } })]);
  const setup = await openHttpSetup(t, { deps: { sites } });
  const first = await newCallback(setup);
  const { request_id: id } = await newCallback(setup, { name: 'Bob', phone: '(201) 555-0146' });
  await verify(setup, first.request_id, codeOf(setup, first.request_id));
  const state = readState(await verify(setup, id, codeOf(setup, id)));
  assert.deepEqual([state.status, state.outcome, state.notice], ['failed', 'budget-reached', 'sending']);
  assert.match(state.message, /cannot make more calls right now/);
  assert.equal(readState(await verify(setup, id, codeOf(setup, id))).version, state.version);
  const refused = await ask(setup, { payload: { name: 'Cyd', phone: '(201) 555-0147' } });
  assert.equal(assertProblem(refused, 'budget-reached', 503).retry_after, 9 * 3_600);
});

test('a callback can be cancelled twice, and then accepts no code', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const cancel = () => setup.app.inject({ method: 'POST', url: `/api/v1/callbacks/${id}/cancel` });
  const state = readState(await cancel());
  assert.deepEqual([state.status, state.outcome], ['cancelled', 'cancelled-by-visitor']);
  assert.equal(readState(await cancel()).version, state.version);
  assertProblem(await verify(setup, id, '123456'), 'request-ended', 409);
});
