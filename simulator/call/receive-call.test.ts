import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ourNumber, type Rig, startRig, visitorNumber } from '../test-support/rig.ts';

function inbound(rig: Rig) {
  rig.simulator.updateSettings({
    voiceUrl: `${rig.application.url}/voice`,
    voiceStatusCallback: `${rig.application.url}/status`,
  });
  return () => rig.simulator.callFrom({ from: visitorNumber, to: ourNumber });
}

function callNow({ simulator }: Rig) {
  return simulator.calls()[0];
}

test('an inbound call asks the voice URL while it rings, and is answered by what it says', async (t) => {
  const rig = await startRig(t);
  const ring = inbound(rig);
  rig.application.answer('/voice', '<Response><Say>Hello</Say></Response>');
  ring();
  await rig.clock.run(5_000);
  const [asked] = rig.application.at('/voice');
  assert.equal(asked?.fields.CallStatus, 'ringing');
  assert.equal(asked?.fields.Direction, 'inbound');
  assert.equal(asked?.fields.From, visitorNumber);
  assert.deepEqual(callNow(rig)?.heard, ['Hello']);
  assert.deepEqual(
    rig.application.at('/status').map(({ fields }) => fields.CallStatus),
    ['completed'],
  );
});

test('Reject never answers', async (t) => {
  const rig = await startRig(t);
  const ring = inbound(rig);
  rig.application.answer('/voice', '<Response><Reject reason="busy"/></Response>');
  ring();
  await rig.clock.run(5_000);
  assert.equal(callNow(rig)?.status, 'busy');
  assert.equal(callNow(rig)?.answeredAt, null);
});

test('Hangup answers and ends; a leading Pause answers nothing yet', async (t) => {
  const rig = await startRig(t);
  const ring = inbound(rig);
  rig.application.answer('/voice', '<Response><Pause length="3"/><Hangup/></Response>');
  ring();
  await rig.clock.run(2_000);
  assert.equal(callNow(rig)?.status, 'ringing');
  await rig.clock.run(2_000);
  assert.equal(callNow(rig)?.status, 'completed');
});

test('an empty document answers and ends', async (t) => {
  const rig = await startRig(t);
  const ring = inbound(rig);
  rig.application.answer('/voice', '<Response/>');
  ring();
  await rig.clock.run(1_000);
  assert.equal(callNow(rig)?.status, 'completed');
  assert.notEqual(callNow(rig)?.answeredAt, null);
});

test('with answerOnBridge the caller is answered when the callee is', async (t) => {
  const rig = await startRig(t);
  const ring = inbound(rig);
  const callee = '+12015550121';
  rig.application.answer('/voice', `<Response><Dial answerOnBridge="true">${callee}</Dial></Response>`);
  ring();
  await rig.clock.run(2_000);
  assert.equal(callNow(rig)?.status, 'ringing');
  await rig.clock.run(1_000);
  assert.equal(callNow(rig)?.status, 'in-progress');
  assert.equal(rig.simulator.calls({ to: callee })[0]?.from, visitorNumber);
});

test('a caller who gives up while it rings is no answer', async (t) => {
  const rig = await startRig(t);
  const ring = inbound(rig);
  rig.application.answer('/voice', '<Response><Pause length="30"/></Response>');
  ring();
  await rig.clock.run(1_000);
  const answering = rig.simulator.act({ number: visitorNumber, action: 'answer' });
  assert.deepEqual(answering, { ok: false, reason: 'not-ringing' });
  assert.deepEqual(rig.simulator.act({ number: visitorNumber, action: 'hangup' }), { ok: true });
  assert.equal(callNow(rig)?.status, 'no-answer');
});

test('without a voice URL, and when the application fails, the call is not answered', async (t) => {
  const rig = await startRig(t);
  rig.simulator.callFrom({ from: visitorNumber, to: ourNumber });
  assert.equal(callNow(rig)?.status, 'busy');
  const ring = inbound(rig);
  rig.application.answer('/voice', { status: 500 });
  ring();
  await rig.clock.run(5_000);
  assert.equal(rig.simulator.calls()[1]?.status, 'failed');
});

test('a caller presses keys as its script says', async (t) => {
  const rig = await startRig(t);
  const ring = inbound(rig);
  rig.application.answer('/voice', '<Response><Gather numDigits="1" action="/keys"/></Response>');
  ring();
  await rig.clock.run(10_000);
  assert.equal(rig.application.at('/keys')[0]?.fields.Digits, '1');
});
