import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountNumber, type Setup, setUpSimulator, visitorNumber } from '../test-support/setup.ts';

function text({ application: { url } }: Setup, body = 'Your code is 123456') {
  return {
    to: visitorNumber,
    from: accountNumber,
    body,
    statusCallback: `${url}/sms`,
  };
}

function told({ application }: Setup) {
  return application.at('/sms').map(({ fields }) => fields.MessageStatus);
}

test('a message is queued, sent, delivered; callbacks report sent and delivered', async (t) => {
  const setup = await setUpSimulator(t);
  const created = await setup.client.messages.create(text(setup));
  assert.equal(created.status, 'queued');
  assert.equal(created.dateSent, null);
  await setup.clock.run(10_000);
  assert.deepEqual(told(setup), ['sent', 'delivered']);
  const [first] = setup.application.at('/sms');
  assert.equal(first?.fields.MessageSid, created.sid);
  assert.equal(first?.fields.SmsStatus, 'sent');
  assert.ok(setup.application.received.every(({ signed }) => signed));
  const fetched = await setup.client.messages(created.sid).fetch();
  assert.equal(fetched.status, 'delivered');
  assert.ok(fetched.dateSent instanceof Date);
});

test('a message to an unreachable phone is undelivered or failed with a code', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.setPhone({ number: visitorNumber, script: 'unreachable' });
  const undelivered = await setup.client.messages.create(text(setup));
  await setup.clock.run(10_000);
  assert.deepEqual(told(setup), ['sent', 'undelivered']);
  assert.equal(setup.application.at('/sms').at(-1)?.fields.ErrorCode, '30003');
  assert.equal((await setup.client.messages(undelivered.sid).fetch()).errorCode, 30003);
  setup.simulator.setPhone({ number: visitorNumber, script: 'human', texts: 'failed', textErrorCode: 30005 });
  await setup.client.messages.create(text(setup));
  await setup.clock.run(10_000);
  assert.deepEqual(told(setup).slice(2), ['failed']);
});

test('STOP blocks messages from that number and START allows them again', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.messageFrom({ from: visitorNumber, to: accountNumber, body: ' stop ' });
  await assert.rejects(setup.client.messages.create(text(setup)), { code: 21610, status: 400 });
  await setup.client.messages.create({ ...text(setup), to: '+12015550121' });
  setup.simulator.messageFrom({ from: visitorNumber, to: accountNumber, body: 'STOP' });
  setup.simulator.messageFrom({ from: visitorNumber, to: accountNumber, body: 'Start' });
  await setup.client.messages.create(text(setup));
  const replies = setup.simulator
    .messages({ to: visitorNumber })
    .filter((one) => one.direction === 'outbound-reply');
  assert.equal(replies.length, 2);
  assert.match(replies[0]?.body ?? '', /unsubscribed/);
});

test('an inbound message reaches the webhook, and its answer is sent back', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.updateSettings({ smsUrl: `${setup.application.url}/inbound` });
  setup.application.answer('/inbound', '<Response><Message><Body>Thanks</Body></Message></Response>');
  const { sid } = setup.simulator.messageFrom({
    from: visitorNumber,
    to: accountNumber,
    body: 'Hello & bye',
  });
  await setup.clock.run(10_000);
  const [received] = setup.application.at('/inbound');
  assert.equal(received?.signed, true);
  assert.equal(received?.fields.Body, 'Hello & bye');
  assert.equal(received?.fields.MessageSid, sid);
  assert.equal(received?.fields.From, visitorNumber);
  assert.deepEqual(
    setup.simulator.messages({ to: visitorNumber }).map(({ body, status }) => [body, status]),
    [['Thanks', 'delivered']],
  );
});

test('a STOP reaches the webhook, and its answer is not sent', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.updateSettings({ smsUrl: `${setup.application.url}/inbound` });
  setup.application.answer('/inbound', '<Response><Message>Please stay</Message></Response>');
  setup.simulator.messageFrom({ from: visitorNumber, to: accountNumber, body: 'STOP' });
  await setup.clock.run(10_000);
  assert.equal(setup.application.at('/inbound').length, 1);
  assert.equal(setup.simulator.messages({ to: visitorNumber }).length, 1);
});

test('an answer that is not TwiML is recorded and sends nothing', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.updateSettings({ smsUrl: `${setup.application.url}/inbound` });
  setup.application.answer('/inbound', '<Response><Say>Wrong</Say></Response>');
  setup.simulator.messageFrom({ from: visitorNumber, to: accountNumber, body: 'Hi' });
  await setup.clock.run(10_000);
  const error = setup.simulator.timeline().find(({ kind }) => kind === 'message.error');
  assert.equal(error?.data.errorCode, 12200);
  assert.equal(setup.simulator.messages({ to: visitorNumber }).length, 0);
});
