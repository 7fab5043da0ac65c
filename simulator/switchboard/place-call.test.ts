import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountNumber, business, type Setup, setUpSimulator } from '../test-support/setup.ts';

const all = ['initiated', 'ringing', 'answered', 'completed'];
const say = '<Response><Say>Hello</Say></Response>';

function order({ application: { url } }: Setup, more: object = {}) {
  return {
    to: business,
    from: accountNumber,
    twiml: say,
    statusCallback: `${url}/status`,
    statusCallbackEvent: all,
    ...more,
  };
}

function statuses({ application }: Setup) {
  return application.at('/status').map(({ fields }) => fields.CallStatus);
}

test('an unavailable phone ends the call, and Url is not requested', async (t) => {
  const cases = [
    ['busy', ['initiated', 'busy'], '486'],
    ['declines', ['initiated', 'ringing', 'busy'], '603'],
    ['no-answer', ['initiated', 'ringing', 'no-answer'], '487'],
    ['unreachable', ['initiated', 'failed'], '404'],
  ] as const;
  for (const [script, expected, sip] of cases) {
    const setup = await setUpSimulator(t);
    setup.simulator.setPhone({ number: business, script });
    const { sid } = await setup.client.calls.create(
      order(setup, { url: `${setup.application.url}/start`, timeout: 20 }),
    );
    await setup.clock.run(60_000);
    assert.deepEqual(statuses(setup), expected, script);
    const last = setup.application.at('/status').at(-1)?.fields;
    assert.equal(last?.SipResponseCode, sip);
    assert.equal(last?.CallDuration, '0');
    assert.equal(setup.application.at('/start').length, 0);
    const fetched = await setup.client.calls(sid).fetch();
    assert.equal(fetched.status, expected.at(-1));
    assert.equal(fetched.duration, null);
  }
});

test('a completed subscription also reports calls that were never answered', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.setPhone({ number: business, script: 'busy' });
  await setup.client.calls.create(order(setup, { statusCallbackEvent: ['completed'] }));
  await setup.clock.run(10_000);
  assert.deepEqual(statuses(setup), ['busy']);
});

test('Timeout counts from initiated, to the second', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.setPhone({ number: business, script: 'no-answer' });
  const { sid } = await setup.client.calls.create(order(setup, { timeout: 20 }));
  await setup.clock.run(20_099);
  assert.equal((await setup.client.calls(sid).fetch()).status, 'ringing');
  await setup.clock.run(1);
  assert.equal((await setup.client.calls(sid).fetch()).status, 'no-answer');
});

test('a status callback carries Timestamp, SequenceNumber and CallbackSource', async (t) => {
  const setup = await setUpSimulator(t);
  await setup.client.calls.create(order(setup));
  await setup.clock.run(10_000);
  const fields = setup.application.at('/status').map((one) => one.fields);
  assert.deepEqual(
    fields.map(({ SequenceNumber }) => SequenceNumber),
    ['0', '1', '2', '3'],
  );
  assert.ok(fields.every(({ CallbackSource }) => CallbackSource === 'call-progress-events'));
  assert.match(fields[0]?.Timestamp ?? '', /^Mon, 07 Jan 2030 15:00:00 \+0000$/);
  const end = fields.at(-1);
  assert.deepEqual([end?.CallDuration, end?.Duration, end?.SipResponseCode], ['1', '1', '200']);
});

test('several events in one field cancel the subscription, as on Twilio', async (t) => {
  const setup = await setUpSimulator(t);
  await setup.client.calls.create(order(setup, { statusCallbackEvent: ['initiated', 'ringing completed'] }));
  await setup.clock.run(10_000);
  assert.deepEqual(statuses(setup), []);
  const warning = setup.simulator.timeline().find(({ kind }) => kind === 'call.warning');
  assert.equal(warning?.data.code, 21626);
});

test('calls above the rate wait, and queue_time shows how long', async (t) => {
  const setup = await setUpSimulator(t);
  const created = [1, 2, 3].map(() => setup.client.calls.create(order(setup)));
  const queueTimes = (await Promise.all(created)).map(({ queueTime }) => queueTime);
  assert.deepEqual(queueTimes, ['0', '1000', '2000']);
  await setup.clock.run(1_500);
  const states = setup.simulator.calls().map(({ status }) => status);
  assert.deepEqual(states, ['ringing', 'initiated', 'queued']);
});

test('a call cancelled in the queue sends no callback', async (t) => {
  const setup = await setUpSimulator(t);
  await setup.client.calls.create(order(setup));
  const second = await setup.client.calls.create(order(setup, { to: '+12015550111' }));
  for (const status of ['canceled', 'completed'] as const) {
    const third = await setup.client.calls.create(order(setup, { to: '+12015550112' }));
    const ended = await setup.client.calls(third.sid).update({ status });
    assert.equal(ended.status, 'canceled');
    assert.equal(ended.startTime, null);
  }
  assert.equal((await setup.client.calls(second.sid).update({ status: 'canceled' })).status, 'canceled');
  await setup.clock.run(10_000);
  assert.ok(setup.application.received.every(({ fields }) => fields.To === business));
});

test('a call cancelled during ringing reports canceled', async (t) => {
  const setup = await setUpSimulator(t);
  const { sid } = await setup.client.calls.create(order(setup));
  await setup.clock.run(1_000);
  await setup.client.calls(sid).update({ status: 'canceled' });
  await setup.clock.run(10_000);
  assert.deepEqual(statuses(setup), ['initiated', 'ringing', 'canceled']);
});

test('canceled does not end an answered call and completed does', async (t) => {
  const setup = await setUpSimulator(t);
  const twiml = '<Response><Pause length="60"/></Response>';
  const { sid } = await setup.client.calls.create(order(setup, { twiml }));
  await setup.clock.run(5_000);
  assert.equal((await setup.client.calls(sid).update({ status: 'canceled' })).status, 'in-progress');
  assert.equal((await setup.client.calls(sid).update({ status: 'completed' })).status, 'completed');
  await assert.rejects(setup.client.calls(sid).update({ status: 'completed' }), { code: 21220, status: 400 });
});

test('an answered call can be redirected and a ringing one cannot', async (t) => {
  const setup = await setUpSimulator(t);
  const { sid } = await setup.client.calls.create(
    order(setup, { twiml: '<Response><Pause length="60"/><Say>Old</Say></Response>' }),
  );
  await setup.clock.run(1_000);
  await assert.rejects(setup.client.calls(sid).update({ twiml: say }), { code: 21220 });
  await setup.clock.run(5_000);
  setup.application.answer('/new', '<Response><Say>New</Say><Pause length="90"/></Response>');
  await setup.client.calls(sid).update({ url: `${setup.application.url}/new` });
  await setup.clock.run(120_000);
  assert.deepEqual(setup.simulator.calls()[0]?.heard, ['New']);
  assert.deepEqual(statuses(setup).at(-1), 'completed');
});

test('redirecting the caller during a <Dial> drops the callee', async (t) => {
  const setup = await setUpSimulator(t);
  const callee = '+12015550121';
  const dial = `<Response><Dial>${callee}</Dial><Say>Never</Say></Response>`;
  const { sid } = await setup.client.calls.create(order(setup, { twiml: dial }));
  await setup.clock.run(8_000);
  await setup.client.calls(sid).update({ twiml: '<Response><Pause length="90"/><Say>Bye</Say></Response>' });
  await setup.clock.run(0);
  assert.equal(setup.simulator.calls({ to: callee })[0]?.status, 'completed');
  await setup.clock.run(120_000);
  assert.deepEqual(setup.simulator.calls({ to: business })[0]?.heard, ['Bye']);
});

test('TimeLimit ends a call during the talk', async (t) => {
  const setup = await setUpSimulator(t);
  const twiml = '<Response><Pause length="600"/></Response>';
  const { sid } = await setup.client.calls.create(order(setup, { twiml, timeLimit: 61 }));
  await setup.clock.run(120_000);
  assert.equal((await setup.client.calls(sid).fetch()).duration, '61');
  const end = setup.application.at('/status').at(-1)?.fields;
  assert.deepEqual([end?.CallDuration, end?.Duration], ['61', '2']);
});

test('the voicemail script answers after 22 s and never presses a key', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.setPhone({ number: business, script: 'voicemail' });
  const twiml = `<Response><Gather numDigits="1" action="${setup.application.url}/keys"/></Response>`;
  await setup.client.calls.create(order(setup, { twiml }));
  await setup.clock.run(22_500);
  assert.equal(setup.simulator.calls()[0]?.status, 'ringing');
  await setup.clock.run(60_000);
  assert.deepEqual(statuses(setup).slice(2), ['in-progress', 'completed']);
  assert.equal(setup.application.at('/keys').length, 0);
});

test('a phone can hang up during the prompt or press another key', async (t) => {
  const setup = await setUpSimulator(t);
  const twiml = `<Response><Gather numDigits="1" action="${setup.application.url}/keys"><Say>${'A long prompt. '.repeat(5)}</Say></Gather></Response>`;
  setup.simulator.setPhone({ number: business, script: 'hangs-up-mid-prompt' });
  await setup.client.calls.create(order(setup, { twiml }));
  await setup.clock.run(10_000);
  assert.equal(setup.simulator.calls()[0]?.status, 'completed');
  assert.equal(setup.application.at('/keys').length, 0);
  setup.simulator.setPhone({ number: business, script: 'presses', presses: '2' });
  await setup.client.calls.create(order(setup, { twiml }));
  await setup.clock.run(20_000);
  assert.equal(setup.application.at('/keys')[0]?.fields.Digits, '2');
});

test('synchronous machine detection delays Url and passes AnsweredBy to it', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.setPhone({ number: business, script: 'voicemail', answersAfterMs: 1_000 });
  setup.application.answer('/start', say);
  const url = `${setup.application.url}/start`;
  const { sid } = await setup.client.calls.create(order(setup, { url, machineDetection: 'Enable' }));
  await setup.clock.run(5_000);
  assert.equal(setup.application.at('/start').length, 0);
  await setup.clock.run(200);
  assert.equal(setup.application.at('/start')[0]?.fields.AnsweredBy, 'machine_start');
  assert.equal((await setup.client.calls(sid).fetch()).answeredBy, 'machine_start');
});

test('asynchronous machine detection runs during the call; SendDigits disables it', async (t) => {
  const setup = await setUpSimulator(t);
  const detection = {
    twiml: '<Response><Pause length="10"/></Response>',
    machineDetection: 'DetectMessageEnd',
    asyncAmd: 'true',
    asyncAmdStatusCallback: `${setup.application.url}/amd`,
  };
  await setup.client.calls.create(order(setup, detection));
  await setup.clock.run(20_000);
  assert.equal(setup.application.at('/amd')[0]?.fields.AnsweredBy, 'human');
  assert.equal(setup.application.at('/amd')[0]?.fields.MachineDetectionDuration, '3500');
  await setup.client.calls.create(order(setup, { ...detection, sendDigits: 'ww12' }));
  await setup.clock.run(20_000);
  assert.equal(setup.application.at('/amd').length, 1);
  assert.ok(setup.simulator.timeline().some(({ kind }) => kind === 'call.digits-sent'));
});

test('fetchLagMs makes GET of a call return an older state', async (t) => {
  const setup = await setUpSimulator(t, { settings: { fetchLagMs: 2_000 } });
  const { sid } = await setup.client.calls.create(order(setup));
  await setup.clock.run(1_000);
  assert.equal(setup.simulator.calls()[0]?.status, 'ringing');
  assert.equal((await setup.client.calls(sid).fetch()).status, 'queued');
  await setup.clock.run(1_600);
  assert.equal((await setup.client.calls(sid).fetch()).status, 'ringing');
});
