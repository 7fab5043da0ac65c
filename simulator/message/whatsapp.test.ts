import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { accountNumber, setUpSimulator, visitorNumber } from '../test-support/setup.ts';

const ours = `whatsapp:${accountNumber}`;
const theirs = `whatsapp:${visitorNumber}`;

async function start(t: TestContext) {
  const setup = await setUpSimulator(t);
  setup.simulator.updateSettings({ whatsappUrl: `${setup.application.url}/whatsapp` });
  const write = (body: string, profileName?: string) =>
    setup.simulator.messageFrom({
      from: visitorNumber,
      to: accountNumber,
      body,
      channel: 'whatsapp',
      profileName,
    });
  const send = (body = 'Hello') => setup.client.messages.create({ from: ours, to: theirs, body });
  const statusOf = async (sid: string) => {
    const { status, errorCode } = await setup.client.messages(sid).fetch();
    return { status, errorCode };
  };
  return { ...setup, write, send, statusOf };
}

test('an inbound WhatsApp message reaches the webhook signed, with name and id', async (t) => {
  const { write, clock, application } = await start(t);
  write('ABCD-EFGH', 'Ada');
  await clock.run(1_000);
  const [request] = application.at('/whatsapp');
  const { From, To, WaId, ProfileName, Body } = request?.fields ?? {};
  assert.deepEqual(
    { From, To, WaId, ProfileName, Body },
    { From: theirs, To: ours, WaId: visitorNumber.slice(1), ProfileName: 'Ada', Body: 'ABCD-EFGH' },
  );
  assert.equal(request?.signed, true);
});

test('the profile name defaults to the name of the phone', async (t) => {
  const { write, clock, application, simulator } = await start(t);
  write('Hi');
  simulator.setPhone({ number: visitorNumber, script: 'manual', name: 'Grace' });
  write('Hi again');
  await clock.run(1_000);
  const names = application.at('/whatsapp').map(({ fields }) => fields.ProfileName);
  assert.deepEqual(names, ['Sam Sample', 'Grace']);
});

test('free-form WhatsApp messages are allowed for a day after the person wrote', async (t) => {
  const { write, send, statusOf, clock } = await start(t);
  const early = await send();
  await clock.run(10_000);
  assert.deepEqual(await statusOf(early.sid), { status: 'failed', errorCode: 63016 });
  write('Hi');
  await clock.run(23 * 3_600_000);
  const inTime = await send();
  await clock.run(10_000);
  assert.deepEqual(await statusOf(inTime.sid), { status: 'delivered', errorCode: null });
  await clock.run(3_600_000);
  const late = await send();
  await clock.run(10_000);
  assert.deepEqual(await statusOf(late.sid), { status: 'failed', errorCode: 63016 });
});

test("the webhook's answer is sent back on WhatsApp", async (t) => {
  const { write, clock, application, simulator } = await start(t);
  application.answer('/whatsapp', '<Response><Message>Your code is 123 456</Message></Response>');
  write('ABCD-EFGH');
  await clock.run(10_000);
  const [reply] = simulator.messages({ to: theirs });
  assert.deepEqual([reply?.from, reply?.body], [ours, 'Your code is 123 456']);
});

test('the carrier does not handle STOP on WhatsApp', async (t) => {
  const { write, clock, application, simulator } = await start(t);
  write('STOP');
  await clock.run(10_000);
  assert.equal(simulator.messages({ to: theirs }).length, 0);
  assert.equal(application.at('/whatsapp').length, 1);
});

test('From and To must share a channel, and From must belong to the account', async (t) => {
  const { client } = await start(t);
  const pairs: [string, string, number][] = [
    [accountNumber, theirs, 21910],
    [ours, visitorNumber, 21910],
    ['whatsapp:+12015550199', theirs, 63007],
    [ours, 'whatsapp:12', 21211],
  ];
  for (const [from, to, code] of pairs)
    await assert.rejects(client.messages.create({ from, to, body: 'Hello' }), { code });
});
