import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountNumber, business, type Setup, setUpSimulator, visitorNumber } from '../test-support/setup.ts';

const say = '<Response><Say>Hello</Say></Response>';

function create({ client }: Setup) {
  return client.calls.create({ to: business, from: accountNumber, twiml: say });
}

function text({ client }: Setup) {
  return client.messages.create({ to: visitorNumber, from: accountNumber, body: 'Hi' });
}

test('answer-lost creates the call and breaks the connection', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.addFault({ kind: 'answer-lost' });
  assert.deepEqual(await setup.client.calls.list(), []);
  await assert.rejects(create(setup), { code: 'ECONNRESET' });
  await setup.clock.run(10_000);
  assert.equal(setup.simulator.calls({ to: business })[0]?.status, 'completed');
  const request = setup.simulator.timeline().findLast(({ kind }) => kind === 'rest.request');
  assert.equal(request?.data.lost, true);
});

test('answer-lost-before breaks the connection and creates nothing', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.addFault({ kind: 'answer-lost-before' });
  await assert.rejects(create(setup), { code: 'ECONNRESET' });
  assert.equal(setup.simulator.calls().length, 0);
});

test('429 and 500 strike the planned resource the planned number of times', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.addFault({ kind: '429', resource: 'calls', times: 2 });
  setup.simulator.addFault({ kind: '500', resource: 'messages', method: 'POST' });
  await assert.rejects(create(setup), { status: 429, code: 20429 });
  await assert.rejects(setup.client.calls.list(), { status: 429 });
  assert.deepEqual(await setup.client.messages.list(), []);
  await assert.rejects(text(setup), { status: 500, code: 20500 });
  await create(setup);
  await text(setup);
  assert.deepEqual(
    setup.simulator.faults().map(({ kind, left, struck }) => ({ kind, left, struck })),
    [
      { kind: '429', left: 0, struck: 2 },
      { kind: '500', left: 0, struck: 1 },
    ],
  );
});

test('a slow answer arrives after its delay', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.addFault({ kind: 'slow', ms: 9_000 });
  let answered = false;
  const creating = create(setup).then(() => {
    answered = true;
  });
  const struck = () => setup.simulator.timeline().some(({ kind }) => kind === 'fault.struck');
  while (!struck()) await new Promise((resolve) => setImmediate(resolve));
  await setup.clock.run(8_999);
  assert.equal(answered, false);
  await setup.clock.run(1);
  await creating;
  assert.equal(setup.simulator.calls().length, 1);
});

test('list-lag hides new calls from the planned number of lists', async (t) => {
  const setup = await setUpSimulator(t);
  await create(setup);
  await setup.clock.run(59_000);
  setup.simulator.addFault({ kind: 'list-lag', ms: 60_000, times: 2 });
  const counts = [1, 2, 3].map(async () => (await setup.client.calls.list()).length);
  assert.deepEqual((await Promise.all(counts)).sort(), [0, 0, 1]);
});

test('cleared faults do not strike', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.addFault({ kind: '500', times: 10 });
  setup.simulator.clearFaults();
  await create(setup);
});
