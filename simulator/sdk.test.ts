import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSimulator } from './simulator.ts';
import { startApplication } from './test-support/application.ts';
import { sdkClient } from './test-support/sdk-client.ts';
import {
  accountNumber,
  business,
  type Setup,
  setUpSimulator,
  testAccount,
  token,
  visitorNumber,
} from './test-support/setup.ts';
import { createSystemClock } from './time/clock.ts';

const screenPrompt =
  '<Response><Gather numDigits="1" timeout="8" action="/accept"><Say>Callback from Ada. Press 1.</Say></Gather><Hangup/></Response>';
const bridge = `<Response><Dial action="/dialled" timeout="15" callerId="${accountNumber}"><Number statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">${visitorNumber}</Number></Dial></Response>`;

function screen({ application }: Setup) {
  application.answer('/screen', screenPrompt);
  application.answer('/accept', bridge);
  application.answer('/dialled', '<Response><Hangup/></Response>');
}

function order({ application: { url } }: Setup) {
  return {
    to: business,
    from: accountNumber,
    url: `${url}/screen`,
    statusCallback: `${url}/status`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    timeout: 20,
  };
}

test('an accepted call is bridged, and its webhooks arrive signed and in order', async (t) => {
  const setup = await setUpSimulator(t);
  screen(setup);
  const created = await setup.client.calls.create(order(setup));
  assert.equal(created.status, 'queued');
  await setup.clock.run(60_000);
  const told = setup.application.received.map(({ path, fields }) => `${path} ${fields.CallStatus}`);
  assert.deepEqual(told, [
    '/status initiated',
    '/status ringing',
    '/status in-progress',
    '/screen in-progress',
    '/accept in-progress',
    '/leg initiated',
    '/leg ringing',
    '/leg in-progress',
    '/leg completed',
    '/dialled in-progress',
    '/status completed',
  ]);
  assert.ok(setup.application.received.every(({ signed }) => signed));
  assert.equal((await setup.client.calls(created.sid).fetch()).status, 'completed');
});

test('every field of a call has the type that the SDK expects', async (t) => {
  const setup = await setUpSimulator(t);
  screen(setup);
  const { sid } = await setup.client.calls.create(order(setup));
  await setup.clock.run(60_000);
  const call = await setup.client.calls(sid).fetch();
  assert.match(call.sid, /^CA[0-9a-f]{32}$/);
  assert.equal(call.accountSid, testAccount);
  assert.equal(call.direction, 'outbound-api');
  assert.equal(call.to, business);
  assert.equal(call.fromFormatted, '(201) 555-0100');
  assert.equal(call.queueTime, '0');
  assert.equal(call.apiVersion, '2010-04-01');
  assert.equal(call.uri, `/2010-04-01/Accounts/${testAccount}/Calls/${sid}.json`);
  assert.deepEqual(call.dateCreated, new Date('2030-01-07T15:00:00Z'));
  const seconds = (call.endTime.getTime() - call.startTime.getTime()) / 1_000;
  assert.ok(Math.abs(Number(call.duration) - seconds) <= 1);
  const [child] = await setup.client.calls.list({ parentCallSid: sid });
  assert.equal(child?.direction, 'outbound-dial');
  assert.equal(child?.duration, '20');
});

test('the SDK accepts the signature of every kind of webhook', async (t) => {
  const setup = await setUpSimulator(t);
  const { application, client, clock, simulator } = setup;
  screen(setup);
  await client.calls.create(order(setup));
  await clock.run(60_000);
  simulator.setPhone({ number: business, script: 'no-answer' });
  await client.calls.create({ ...order(setup), method: 'GET', statusCallbackMethod: 'GET' });
  await clock.run(60_000);
  const cancelled = await client.calls.create(order(setup));
  await clock.run(3_000);
  await client.calls(cancelled.sid).update({ status: 'completed' });
  simulator.setPhone({ number: business, script: 'human' });
  await client.calls.create({
    ...order(setup),
    url: `${application.url}/broken?a=ä b`,
    fallbackUrl: `${application.url}/screen#rc=2`,
    method: 'GET',
  });
  await clock.run(60_000);
  const { url } = application;
  simulator.updateSettings({
    voiceUrl: `${url}/screen`,
    voiceStatusCallback: `${url}/status`,
    smsUrl: `${url}/sms`,
  });
  simulator.callFrom({ from: visitorNumber, to: accountNumber });
  simulator.messageFrom({ from: visitorNumber, to: accountNumber, body: 'Grüße 👋 & more = "quoted"' });
  await client.messages.create({
    to: visitorNumber,
    from: accountNumber,
    body: 'Hi',
    statusCallback: `${url}/sms-status`,
  });
  await clock.run(60_000);
  const paths = new Set(application.received.map(({ path }) => path.split('?')[0]));
  assert.deepEqual([...paths].sort(), [
    '/accept',
    '/broken',
    '/dialled',
    '/leg',
    '/screen',
    '/sms',
    '/sms-status',
    '/status',
  ]);
  assert.deepEqual(
    application.received.filter(({ signed }) => !signed),
    [],
  );
  assert.ok(application.received.some(({ method }) => method === 'GET'));
  const ends = simulator.calls().map(({ status }) => status);
  assert.deepEqual(new Set(ends), new Set(['completed', 'no-answer', 'canceled']));
});

test('a call completes on real timers at a higher clock speed', async (t) => {
  const clock = createSystemClock({ speed: 200 });
  const simulator = createSimulator({
    clock,
    accountSid: testAccount,
    authToken: token,
    numbers: [accountNumber],
  });
  const application = await startApplication({ authToken: token });
  t.after(() => Promise.all([simulator.app.close(), application.close()]));
  const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
  const client = sdkClient({ url, username: testAccount, password: token, accountSid: testAccount });
  application.answer('/screen', screenPrompt);
  application.answer('/accept', bridge);
  const ended = Promise.withResolvers<void>();
  application.answer('/dialled', () => {
    ended.resolve();
    return '<Response/>';
  });
  await client.calls.create({ to: business, from: accountNumber, url: `${application.url}/screen` });
  await ended.promise;
  assert.equal(application.at('/dialled')[0]?.fields.DialBridged, 'true');
});
