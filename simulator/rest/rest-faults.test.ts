import assert from 'node:assert/strict';
import { test } from 'node:test';
import { business, ourNumber, type Rig, startRig, visitorNumber } from '../test-support/rig.ts';

const say = '<Response><Say>Hello</Say></Response>';

function create({ client }: Rig) {
  return client.calls.create({ to: business, from: ourNumber, twiml: say });
}

function text({ client }: Rig) {
  return client.messages.create({ to: visitorNumber, from: ourNumber, body: 'Hi' });
}

test('answer-lost makes the call and breaks the connection', async (t) => {
  const rig = await startRig(t);
  rig.simulator.addFault({ kind: 'answer-lost' });
  assert.deepEqual(await rig.client.calls.list(), []);
  await assert.rejects(create(rig), { code: 'ECONNRESET' });
  await rig.clock.run(10_000);
  assert.equal(rig.simulator.calls({ to: business })[0]?.status, 'completed');
  const request = rig.simulator.timeline().findLast(({ kind }) => kind === 'rest.request');
  assert.equal(request?.data.lost, true);
});

test('answer-lost-before breaks the connection and makes nothing', async (t) => {
  const rig = await startRig(t);
  rig.simulator.addFault({ kind: 'answer-lost-before' });
  await assert.rejects(create(rig), { code: 'ECONNRESET' });
  assert.equal(rig.simulator.calls().length, 0);
});

test('429 and 500 strike as often as asked, on the resource asked for, and are counted', async (t) => {
  const rig = await startRig(t);
  rig.simulator.addFault({ kind: '429', resource: 'calls', times: 2 });
  rig.simulator.addFault({ kind: '500', resource: 'messages', method: 'POST' });
  await assert.rejects(create(rig), { status: 429, code: 20429 });
  await assert.rejects(rig.client.calls.list(), { status: 429 });
  assert.deepEqual(await rig.client.messages.list(), []);
  await assert.rejects(text(rig), { status: 500, code: 20500 });
  await create(rig);
  await text(rig);
  assert.deepEqual(
    rig.simulator.faults().map(({ kind, left, struck }) => ({ kind, left, struck })),
    [
      { kind: '429', left: 0, struck: 2 },
      { kind: '500', left: 0, struck: 1 },
    ],
  );
});

test('a slow answer comes when the clock says so', async (t) => {
  const rig = await startRig(t);
  rig.simulator.addFault({ kind: 'slow', ms: 9_000 });
  let answered = false;
  const creating = create(rig).then(() => {
    answered = true;
  });
  const struck = () => rig.simulator.timeline().some(({ kind }) => kind === 'fault.struck');
  while (!struck()) await new Promise((resolve) => setImmediate(resolve));
  await rig.clock.run(8_999);
  assert.equal(answered, false);
  await rig.clock.run(1);
  await creating;
  assert.equal(rig.simulator.calls().length, 1);
});

test('list-lag hides young calls from as many lists as asked', async (t) => {
  const rig = await startRig(t);
  await create(rig);
  await rig.clock.run(59_000);
  rig.simulator.addFault({ kind: 'list-lag', ms: 60_000, times: 2 });
  const counts = [1, 2, 3].map(async () => (await rig.client.calls.list()).length);
  assert.deepEqual((await Promise.all(counts)).sort(), [0, 0, 1]);
});

test('cleared faults strike nobody', async (t) => {
  const rig = await startRig(t);
  rig.simulator.addFault({ kind: '500', times: 10 });
  rig.simulator.clearFaults();
  await create(rig);
});
