import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountNumber, business, type Setup, setUpSimulator, visitorNumber } from '../test-support/setup.ts';

const say = '<Response><Say>Hello</Say></Response>';

async function callEach({ client }: Setup, numbers: string[]) {
  const sids: string[] = [];
  for (const to of numbers)
    sids.push((await client.calls.create({ to, from: accountNumber, twiml: say })).sid);
  return sids;
}

function numbered(count: number) {
  return Array.from({ length: count }, (_, index) => `+120155501${20 + index}`);
}

test('the SDK reads all pages, newest first, for any page size', async (t) => {
  const setup = await setUpSimulator(t);
  const sids = await callEach(setup, numbered(7));
  for (const pageSize of [1, 3, 7, 50]) {
    const listed = await setup.client.calls.list({ pageSize });
    assert.deepEqual(
      listed.map(({ sid }) => sid),
      sids.toReversed(),
    );
  }
});

test('a call created between two pages neither shifts nor repeats an entry', async (t) => {
  const setup = await setUpSimulator(t);
  const sids = await callEach(setup, numbered(4));
  const first = await setup.client.calls.page({ pageSize: 2 });
  await callEach(setup, ['+12015550140']);
  const second = await first.nextPage();
  assert.deepEqual(
    [...first.instances, ...(second?.instances ?? [])].map(({ sid }) => sid),
    sids.toReversed(),
  );
  const back = await second?.previousPage();
  assert.equal(back?.instances.length, 2);
});

test('a page size that is not a number is rejected', async (t) => {
  const { client } = await setUpSimulator(t);
  await assert.rejects(client.calls.page({ pageSize: 0 }), { status: 400 });
  assert.deepEqual((await client.calls.page({ pageSize: 5_000 })).instances, []);
});

test('the call list filters by party, status, parent and time', async (t) => {
  const setup = await setUpSimulator(t);
  const { client, clock } = setup;
  const twiml = `<Response><Dial>${visitorNumber}</Dial></Response>`;
  const parent = await client.calls.create({ to: business, from: accountNumber, twiml });
  await clock.run(60_000);
  const now = new Date(clock.now());
  await callEach(setup, ['+12015550121']);
  const count = async (filter: Parameters<typeof client.calls.list>[0]) =>
    (await client.calls.list(filter)).length;
  assert.equal(await count({ to: visitorNumber }), 1);
  assert.equal(await count({ from: accountNumber }), 3);
  assert.equal(await count({ status: 'completed' }), 2);
  assert.equal(await count({ status: 'queued' }), 1);
  assert.equal(await count({ parentCallSid: parent.sid }), 1);
  assert.equal(await count({ startTimeBefore: now }), 2);
  assert.equal(await count({ startTimeAfter: now }), 0);
  assert.equal(await count({ to: business, startTimeAfter: new Date(clock.now() - 3_600_000) }), 1);
  await clock.run(1_000);
  assert.equal(await count({ startTimeAfter: now }), 1);
  assert.equal(await count({ startTimeBefore: now }), 2);
});

test('the message list filters by party and day', async (t) => {
  const { client, clock } = await setUpSimulator(t);
  await client.messages.create({ to: visitorNumber, from: accountNumber, body: 'Hi' });
  await clock.run(5_000);
  const today = new Date(clock.now());
  assert.equal((await client.messages.list({ to: visitorNumber, from: accountNumber })).length, 1);
  assert.equal((await client.messages.list({ to: business })).length, 0);
  assert.equal((await client.messages.list({ dateSentBefore: today })).length, 1);
  assert.equal((await client.messages.list({ dateSentAfter: today })).length, 0);
});

test('listLagMs hides new calls from the list', async (t) => {
  const setup = await setUpSimulator(t, { settings: { listLagMs: 3_000 } });
  await callEach(setup, [business]);
  await setup.clock.run(2_999);
  assert.equal((await setup.client.calls.list()).length, 0);
  await setup.clock.run(1);
  assert.equal((await setup.client.calls.list()).length, 1);
});

test('the account and its numbers are readable', async (t) => {
  const { client } = await setUpSimulator(t, {
    settings: { trial: true, voiceUrl: 'http://127.0.0.1/voice' },
  });
  const account = await client.api.v2010.account.fetch();
  assert.equal(account.type, 'Trial');
  const [number] = await client.incomingPhoneNumbers.list();
  assert.equal(number?.phoneNumber, accountNumber);
  assert.equal(number?.capabilities.voice, true);
  assert.equal(number?.voiceUrl, 'http://127.0.0.1/voice');
  assert.match(number?.sid ?? '', /^PN[0-9a-f]{32}$/);
  assert.equal((await client.incomingPhoneNumbers.list({ phoneNumber: business })).length, 0);
});
