import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountNumber, type Setup, setUpSimulator, visitorNumber } from '../test-support/setup.ts';

function inbound(setup: Setup) {
  setup.simulator.updateSettings({
    voiceUrl: `${setup.application.url}/voice`,
    voiceStatusCallback: `${setup.application.url}/status`,
  });
  return () => setup.simulator.callFrom({ from: visitorNumber, to: accountNumber });
}

function callNow({ simulator }: Setup) {
  return simulator.calls()[0];
}

test('an inbound call requests the voice URL while ringing; Say answers it', async (t) => {
  const setup = await setUpSimulator(t);
  const ring = inbound(setup);
  setup.application.answer('/voice', '<Response><Say>Hello</Say></Response>');
  ring();
  await setup.clock.run(5_000);
  const [received] = setup.application.at('/voice');
  assert.equal(received?.fields.CallStatus, 'ringing');
  assert.equal(received?.fields.Direction, 'inbound');
  assert.equal(received?.fields.From, visitorNumber);
  assert.deepEqual(callNow(setup)?.heard, ['Hello']);
  assert.deepEqual(
    setup.application.at('/status').map(({ fields }) => fields.CallStatus),
    ['completed'],
  );
});

test('Reject does not answer the call', async (t) => {
  const setup = await setUpSimulator(t);
  const ring = inbound(setup);
  setup.application.answer('/voice', '<Response><Reject reason="busy"/></Response>');
  ring();
  await setup.clock.run(5_000);
  assert.equal(callNow(setup)?.status, 'busy');
  assert.equal(callNow(setup)?.answeredAt, undefined);
});

test('Hangup answers and ends the call; a leading Pause does not answer it', async (t) => {
  const setup = await setUpSimulator(t);
  const ring = inbound(setup);
  setup.application.answer('/voice', '<Response><Pause length="3"/><Hangup/></Response>');
  ring();
  await setup.clock.run(2_000);
  assert.equal(callNow(setup)?.status, 'ringing');
  await setup.clock.run(2_000);
  assert.equal(callNow(setup)?.status, 'completed');
});

test('an empty document answers and ends the call', async (t) => {
  const setup = await setUpSimulator(t);
  const ring = inbound(setup);
  setup.application.answer('/voice', '<Response/>');
  ring();
  await setup.clock.run(1_000);
  assert.equal(callNow(setup)?.status, 'completed');
  assert.notEqual(callNow(setup)?.answeredAt, undefined);
});

test('answerOnBridge answers the caller when the callee answers', async (t) => {
  const setup = await setUpSimulator(t);
  const ring = inbound(setup);
  const callee = '+12015550121';
  setup.application.answer('/voice', `<Response><Dial answerOnBridge="true">${callee}</Dial></Response>`);
  ring();
  await setup.clock.run(2_000);
  assert.equal(callNow(setup)?.status, 'ringing');
  await setup.clock.run(1_000);
  assert.equal(callNow(setup)?.status, 'in-progress');
  assert.equal(setup.simulator.calls({ to: callee })[0]?.from, visitorNumber);
});

test('a caller who hangs up during ringing gives status no-answer', async (t) => {
  const setup = await setUpSimulator(t);
  const ring = inbound(setup);
  setup.application.answer('/voice', '<Response><Pause length="30"/></Response>');
  ring();
  await setup.clock.run(1_000);
  const answering = setup.simulator.act({ number: visitorNumber, action: 'answer' });
  assert.deepEqual(answering, { ok: false, reason: 'not-ringing' });
  assert.deepEqual(setup.simulator.act({ number: visitorNumber, action: 'hangup' }), { ok: true });
  assert.equal(callNow(setup)?.status, 'no-answer');
});

test('without a voice URL or when the application fails, the call is unanswered', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.callFrom({ from: visitorNumber, to: accountNumber });
  assert.equal(callNow(setup)?.status, 'busy');
  const ring = inbound(setup);
  setup.application.answer('/voice', { status: 500 });
  ring();
  await setup.clock.run(5_000);
  assert.equal(setup.simulator.calls()[1]?.status, 'failed');
});

test('an inbound caller presses the keys of its script', async (t) => {
  const setup = await setUpSimulator(t);
  const ring = inbound(setup);
  setup.application.answer('/voice', '<Response><Gather numDigits="1" action="/keys"/></Response>');
  ring();
  await setup.clock.run(10_000);
  assert.equal(setup.application.at('/keys')[0]?.fields.Digits, '1');
});
