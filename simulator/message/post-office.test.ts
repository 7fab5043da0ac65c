import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ourNumber, type Rig, startRig, visitorNumber } from '../test-support/rig.ts';

function text({ application: { url } }: Rig, body = 'Your code is 123456') {
  return {
    to: visitorNumber,
    from: ourNumber,
    body,
    statusCallback: `${url}/sms`,
  };
}

function told({ application }: Rig) {
  return application.at('/sms').map(({ fields }) => fields.MessageStatus);
}

test('a text is queued, then sent, then delivered, and only the later steps are told', async (t) => {
  const rig = await startRig(t);
  const created = await rig.client.messages.create(text(rig));
  assert.equal(created.status, 'queued');
  assert.equal(created.dateSent, null);
  await rig.clock.run(10_000);
  assert.deepEqual(told(rig), ['sent', 'delivered']);
  const [first] = rig.application.at('/sms');
  assert.equal(first?.fields.MessageSid, created.sid);
  assert.equal(first?.fields.SmsStatus, 'sent');
  assert.ok(rig.application.received.every(({ signed }) => signed));
  const fetched = await rig.client.messages(created.sid).fetch();
  assert.equal(fetched.status, 'delivered');
  assert.ok(fetched.dateSent instanceof Date);
});

test('a phone that cannot be reached is undelivered or failed, with its error code', async (t) => {
  const rig = await startRig(t);
  rig.simulator.setPhone({ number: visitorNumber, script: 'unreachable' });
  const undelivered = await rig.client.messages.create(text(rig));
  await rig.clock.run(10_000);
  assert.deepEqual(told(rig), ['sent', 'undelivered']);
  assert.equal(rig.application.at('/sms').at(-1)?.fields.ErrorCode, '30003');
  assert.equal((await rig.client.messages(undelivered.sid).fetch()).errorCode, 30003);
  rig.simulator.setPhone({ number: visitorNumber, script: 'human', texts: 'failed', textErrorCode: 30005 });
  await rig.client.messages.create(text(rig));
  await rig.clock.run(10_000);
  assert.deepEqual(told(rig).slice(2), ['failed']);
});

test('STOP ends texts from that number, START allows them again', async (t) => {
  const rig = await startRig(t);
  rig.simulator.textFrom({ from: visitorNumber, to: ourNumber, body: ' stop ' });
  await assert.rejects(rig.client.messages.create(text(rig)), { code: 21610, status: 400 });
  await rig.client.messages.create({ ...text(rig), to: '+12015550121' });
  rig.simulator.textFrom({ from: visitorNumber, to: ourNumber, body: 'STOP' });
  rig.simulator.textFrom({ from: visitorNumber, to: ourNumber, body: 'Start' });
  await rig.client.messages.create(text(rig));
  const replies = rig.simulator
    .messages({ to: visitorNumber })
    .filter((one) => one.direction === 'outbound-reply');
  assert.equal(replies.length, 2);
  assert.match(replies[0]?.body ?? '', /unsubscribed/);
});

test('an inbound text reaches the application, whose answer is texted back', async (t) => {
  const rig = await startRig(t);
  rig.simulator.updateSettings({ smsUrl: `${rig.application.url}/inbound` });
  rig.application.answer('/inbound', '<Response><Message><Body>Thanks</Body></Message></Response>');
  const { sid } = rig.simulator.textFrom({ from: visitorNumber, to: ourNumber, body: 'Hello & bye' });
  await rig.clock.run(10_000);
  const [asked] = rig.application.at('/inbound');
  assert.equal(asked?.signed, true);
  assert.equal(asked?.fields.Body, 'Hello & bye');
  assert.equal(asked?.fields.MessageSid, sid);
  assert.equal(asked?.fields.From, visitorNumber);
  assert.deepEqual(
    rig.simulator.messages({ to: visitorNumber }).map(({ body, status }) => [body, status]),
    [['Thanks', 'delivered']],
  );
});

test('a STOP is told to the application, whose answer is held back', async (t) => {
  const rig = await startRig(t);
  rig.simulator.updateSettings({ smsUrl: `${rig.application.url}/inbound` });
  rig.application.answer('/inbound', '<Response><Message>Please stay</Message></Response>');
  rig.simulator.textFrom({ from: visitorNumber, to: ourNumber, body: 'STOP' });
  await rig.clock.run(10_000);
  assert.equal(rig.application.at('/inbound').length, 1);
  assert.equal(rig.simulator.messages({ to: visitorNumber }).length, 1);
});

test('an answer that is no TwiML is noted and sends nothing', async (t) => {
  const rig = await startRig(t);
  rig.simulator.updateSettings({ smsUrl: `${rig.application.url}/inbound` });
  rig.application.answer('/inbound', '<Response><Say>Wrong</Say></Response>');
  rig.simulator.textFrom({ from: visitorNumber, to: ourNumber, body: 'Hi' });
  await rig.clock.run(10_000);
  const error = rig.simulator.timeline().find(({ kind }) => kind === 'message.error');
  assert.equal(error?.data.errorCode, 12200);
  assert.equal(rig.simulator.messages({ to: visitorNumber }).length, 0);
});
