import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { operatorTokens } from '../../../../contract/operator/access.ts';
import { type EventReader, openEventReader } from '../../../../test/support/http/event-reader.ts';
import { type HttpSetup, openHttpSetup } from '../../../../test/support/http/http-setup.ts';
import { newToken, operate, withOperator } from '../../../../test/support/http/operator-requests.ts';
import { addSecondFactor, signInWith } from '../../../../test/support/http/second-factor.ts';
import { assertProblem } from '../../../../test/support/http/visitor-requests.ts';

const minute = 60_000;
const refresh = { 'x-operator-refresh': '1' };

async function openStreams(t: TestContext) {
  const streams: EventReader[] = [];
  t.after(() => {
    for (const stream of streams) stream.close();
  });
  const setup = await openHttpSetup(t, withOperator);
  const base = await setup.app.listen({ host: '127.0.0.1', port: 0 });
  return {
    setup,
    async follow(token: string) {
      const headers = { authorization: `Bearer ${token}` };
      const stream = await openEventReader(`${base}/api/v1/admin/events`, headers);
      assert.equal(stream.status, 200);
      streams.push(stream);
      return stream;
    },
  };
}

async function sessionOf(setup: HttpSetup, token?: string): Promise<string> {
  return String((await signInWith(setup, undefined, token)).json().session);
}

async function revoke(setup: HttpSetup, wanted: string): Promise<void> {
  const { items } = operatorTokens.parse((await operate(setup, '/tokens')).json());
  const { id } = items.find(({ name }) => name === wanted) ?? {};
  assert.equal((await operate(setup, `/tokens/${id}`, { method: 'DELETE' })).statusCode, 204);
}

/** Advances by half-minutes until the stream has ended. Returns the minutes that it took, up to 24 hours. */
async function minutesUntilEnd(setup: HttpSetup, stream: EventReader): Promise<number> {
  let isOver = false;
  void stream.ended.then(() => {
    isOver = true;
  });
  const from = setup.clock.now();
  while (!isOver && setup.clock.now() - from < 1_440 * minute) {
    await setup.clock.advance(minute / 2);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return (setup.clock.now() - from) / minute;
}

test('open streams end at once with their token or session, and others stay', {
  timeout: 60_000,
}, async (t) => {
  const { setup, follow } = await openStreams(t);
  const [ana, ben, eve] = [
    await newToken(setup, 'viewer', 'Ana'),
    await newToken(setup, 'viewer', 'Ben'),
    await newToken(setup, 'operator', 'Eve'),
  ];
  const other = await follow(ben);
  const byToken = await follow(ana);
  const bySession = await follow(await sessionOf(setup, ana));
  await revoke(setup, 'Ana');
  await Promise.all([byToken.ended, bySession.ended]);

  const session = await sessionOf(setup, ben);
  const signedOut = await follow(session);
  await operate(setup, '/session', { method: 'DELETE', token: session });
  await signedOut.ended;

  const everywhere = await follow(await sessionOf(setup, ben));
  await operate(setup, '/sessions', { method: 'DELETE', token: await sessionOf(setup, ben) });
  await everywhere.ended;

  const own = await sessionOf(setup, eve);
  const [ownStream, elsewhere, bearer] = [
    await follow(own),
    await follow(await sessionOf(setup, eve)),
    await follow(eve),
  ];
  await addSecondFactor(setup, own);
  await Promise.all([elsewhere.ended, bearer.ended]);
  for (const stream of [other, ownStream]) {
    const heard = stream.comments.length;
    await setup.clock.advance(minute / 2);
    await stream.until(() => stream.comments.length > heard);
  }
});

test('a stream and refreshes of the page do not keep an idle session alive', {
  timeout: 60_000,
}, async (t) => {
  const { setup, follow } = await openStreams(t);
  const token = await sessionOf(setup);
  const stream = await follow(token);
  for (let passed = 0; passed < 14; passed += 2) {
    await setup.clock.advance(2 * minute);
    const search = { body: {}, token, headers: refresh };
    assert.equal((await operate(setup, '/callbacks/search', search)).statusCode, 200);
  }
  await setup.clock.advance(minute + 15_000);
  await stream.ended;
  assertProblem(await operate(setup, '/session', { token }), 'operator-session-ended', 401);
});

test('acts of a person keep the session and its stream alive', { timeout: 60_000 }, async (t) => {
  const { setup, follow } = await openStreams(t);
  const token = await sessionOf(setup);
  const stream = await follow(token);
  for (let passed = 0; passed < 40; passed += 10) {
    await setup.clock.advance(10 * minute);
    assert.equal((await operate(setup, '/callbacks/search', { body: {}, token })).statusCode, 200);
  }
  const left = await minutesUntilEnd(setup, stream);
  assert.ok(left >= 15 && left <= 16, String(left));
});

test('a session and a stream end with the token that opened them', { timeout: 60_000 }, async (t) => {
  const { setup, follow } = await openStreams(t);
  const body = { name: 'Ana', scope: 'viewer', expires_in_days: 1 };
  const token = String((await operate(setup, '/tokens', { body })).json().token);
  const byToken = await follow(token);
  await setup.clock.advance((1_440 - 10) * minute);
  const signedIn = (await signInWith(setup, undefined, token)).json();
  assert.equal(Date.parse(signedIn.ends_at), setup.clock.now() + 10 * minute);
  const stream = await follow(signedIn.session);
  await setup.clock.advance(10 * minute + 15_000);
  await Promise.all([stream.ended, byToken.ended]);
  assertProblem(await operate(setup, '/session', { token: signedIn.session }), 'operator-session-ended', 401);
});
