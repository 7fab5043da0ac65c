import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneCall } from '../test-support/one-call.ts';
import { accountNumber, business, type Setup, visitorNumber } from '../test-support/setup.ts';

function number(attributes = '') {
  return `<Number ${attributes}>${visitorNumber}</Number>`;
}

function dial(attributes = '', noun = number()) {
  return `<Dial action="/dialled" ${attributes}>${noun}</Dial>`;
}

function visitor(phone: Omit<Parameters<Setup['simulator']['setPhone']>[0], 'number'>) {
  return ({ simulator }: Setup) => simulator.setPhone({ number: visitorNumber, ...phone });
}

test('the Dial action receives the status and duration of the talk', async (t) => {
  const { application, simulator } = await oneCall(t, dial(), {
    prepare: visitor({ script: 'human', talksMs: 12_000 }),
  });
  const [child] = simulator.calls({ to: visitorNumber });
  const fields = application.at('/dialled')[0]?.fields;
  assert.equal(fields?.DialCallStatus, 'completed');
  assert.equal(fields?.DialBridged, 'true');
  assert.equal(fields?.DialCallDuration, '12');
  assert.equal(fields?.DialCallSid, child?.sid);
  assert.equal(fields?.CallStatus, 'in-progress');
});

test('the callbacks of a <Dial> leg carry ParentCallSid and its direction', async (t) => {
  const noun = number('statusCallback="leg" statusCallbackEvent="initiated,ringing,answered completed"');
  const { application, sid } = await oneCall(t, dial('', noun));
  const legs = application.at('/leg');
  assert.deepEqual(
    legs.map(({ fields }) => [fields.CallStatus, fields.SequenceNumber]),
    [
      ['initiated', '0'],
      ['ringing', '1'],
      ['in-progress', '2'],
      ['completed', '3'],
    ],
  );
  assert.ok(legs.every(({ fields }) => fields.ParentCallSid === sid));
  assert.ok(legs.every(({ fields }) => fields.Direction === 'outbound-dial'));
});

test('a <Number> without named events reports only completed', async (t) => {
  const { application } = await oneCall(t, dial('', number('statusCallback="/leg"')));
  assert.deepEqual(
    application.at('/leg').map(({ fields }) => fields.CallStatus),
    ['completed'],
  );
});

test('DialCallStatus tells why the callee did not answer', async (t) => {
  const cases = [
    ['busy', 'busy'],
    ['declines', 'busy'],
    ['no-answer', 'no-answer'],
    ['unreachable', 'failed'],
  ] as const;
  for (const [script, status] of cases) {
    const { application } = await oneCall(t, dial('timeout="10"'), { prepare: visitor({ script }) });
    const fields = application.at('/dialled')[0]?.fields;
    assert.equal(fields?.DialCallStatus, status, script);
    assert.equal(fields?.DialBridged, 'false');
    assert.equal(fields?.DialCallDuration, undefined);
  }
});

test('a <Dial> rings five seconds longer than its timeout', async (t) => {
  const { application, clock } = await oneCall(t, dial('timeout="10"'), {
    ms: 2_600,
    prepare: visitor({ script: 'no-answer' }),
  });
  await clock.run(14_900);
  assert.equal(application.at('/dialled').length, 0);
  await clock.run(200);
  assert.equal(application.at('/dialled')[0]?.fields.DialCallStatus, 'no-answer');
});

test("timeLimit ends the talk and the caller's document continues", async (t) => {
  const { application, call } = await oneCall(t, dial('timeLimit="7"'), {
    prepare: ({ application, simulator }) => {
      application.answer('/dialled', '<Response><Say>Time is up</Say></Response>');
      simulator.setPhone({ number: business, script: 'human', talksMs: undefined });
      simulator.setPhone({ number: visitorNumber, script: 'human', talksMs: undefined });
    },
  });
  assert.equal(application.at('/dialled')[0]?.fields.DialCallDuration, '7');
  assert.deepEqual(call().heard, ['Time is up']);
});

test('with hangupOnStar the * key drops the callee and the document continues', async (t) => {
  const { application, simulator, clock } = await oneCall(t, dial('hangupOnStar="true"'), { ms: 10_000 });
  simulator.act({ number: business, action: 'press', digits: '1*' });
  await clock.run(0);
  assert.equal(simulator.calls({ to: visitorNumber })[0]?.status, 'completed');
  assert.equal(application.at('/dialled')[0]?.fields.DialCallStatus, 'completed');
});

test('a caller who hangs up drops the callee, and the action is not requested', async (t) => {
  const prepare = visitor({ script: 'human', talksMs: undefined });
  const { application, simulator, call } = await oneCall(t, dial(), { prepare });
  assert.equal(call().status, 'completed');
  assert.equal(simulator.calls({ to: visitorNumber })[0]?.status, 'completed');
  assert.equal(application.at('/dialled').length, 0);
});

test('dialActionAfterHangUp requests the action even after the caller hung up', async (t) => {
  const { application } = await oneCall(t, dial(), {
    prepare: ({ simulator }) => {
      simulator.updateSettings({ dialActionAfterHangUp: true });
      simulator.setPhone({ number: visitorNumber, script: 'human', talksMs: undefined });
    },
  });
  assert.equal(application.at('/dialled')[0]?.fields.CallStatus, 'completed');
});

test("a caller who hangs up during ringing cancels the callee's leg", async (t) => {
  const { simulator, clock } = await oneCall(t, dial(), {
    ms: 5_000,
    prepare: visitor({ script: 'no-answer' }),
  });
  simulator.act({ number: business, action: 'hangup' });
  await clock.run(0);
  assert.equal(simulator.calls({ to: visitorNumber })[0]?.status, 'canceled');
});

test('only the callee hears a whisper, and its end connects both parties', async (t) => {
  const { application, simulator, call } = await oneCall(t, dial('', number('url="/whisper"')), {
    prepare: ({ application }) => application.answer('/whisper', '<Response><Say>Ada calls</Say></Response>'),
  });
  assert.deepEqual(simulator.calls({ to: visitorNumber })[0]?.heard, ['Ada calls']);
  assert.deepEqual(call().heard, []);
  assert.equal(application.at('/whisper')[0]?.fields.Direction, 'outbound-dial');
  assert.equal(application.at('/dialled')[0]?.fields.DialBridged, 'true');
});

test('a whisper with Hangup leaves an answered but unbridged leg', async (t) => {
  const { application } = await oneCall(t, dial('', number('url="/whisper"')), {
    prepare: ({ application }) =>
      application.answer('/whisper', '<Response><Say>No</Say><Hangup/></Response>'),
  });
  assert.equal(application.at('/dialled')[0]?.fields.DialCallStatus, 'completed');
  assert.equal(application.at('/dialled')[0]?.fields.DialBridged, 'false');
});

test('a screening whisper connects only after a key press', async (t) => {
  const screening =
    '<Response><Gather numDigits="1" timeout="3" action="/take"><Say>Press</Say></Gather><Hangup/></Response>';
  const prepare =
    (presses: string | undefined) =>
    ({ application, simulator }: Setup) => {
      application.answer('/whisper', screening);
      application.answer('/take', '<Response/>');
      simulator.setPhone({ number: visitorNumber, script: 'human', presses });
    };
  const taken = await oneCall(t, dial('', number('url="/whisper"')), { prepare: prepare('1') });
  assert.equal(taken.application.at('/dialled')[0]?.fields.DialBridged, 'true');
  const left = await oneCall(t, dial('', number('url="/whisper"')), { prepare: prepare(undefined) });
  assert.equal(left.application.at('/dialled')[0]?.fields.DialBridged, 'false');
});

test('a whisper with a forbidden verb does not connect the parties', async (t) => {
  const { application, simulator } = await oneCall(t, dial('', number('url="/whisper"')), {
    prepare: ({ application }) => application.answer('/whisper', `<Response>${dial()}</Response>`),
  });
  assert.equal(application.at('/dialled')[0]?.fields.DialBridged, 'false');
  const error = simulator.timeline().find(({ kind }) => kind === 'call.error');
  assert.equal(error?.data.errorCode, 12200);
});

test('the first of several numbers to answer is connected; the others are dropped', async (t) => {
  const other = '+12015550121';
  const both = `${number()}<Number>${other}</Number>`;
  const { simulator, application } = await oneCall(t, dial('', both), {
    prepare: visitor({ script: 'slow-human' }),
  });
  assert.equal(simulator.calls({ to: visitorNumber })[0]?.status, 'canceled');
  assert.equal(application.at('/dialled')[0]?.fields.DialCallSid, simulator.calls({ to: other })[0]?.sid);
});

test('a SIP address can be dialled', async (t) => {
  const { simulator } = await oneCall(t, dial('', '<Sip>sip:ada@example.com</Sip>'));
  assert.equal(simulator.calls({ to: 'sip:ada@example.com' })[0]?.status, 'completed');
});

test('an invalid number or foreign caller ID fails the <Dial> without a leg', async (t) => {
  for (const document of [dial('', '<Number>12</Number>'), dial('callerId="+12015550199"')]) {
    const { application, simulator } = await oneCall(t, document);
    assert.equal(application.at('/dialled')[0]?.fields.DialCallStatus, 'failed');
    assert.equal(simulator.calls().length, 1);
  }
});

test('without an action the document continues after the talk', async (t) => {
  const { call, simulator } = await oneCall(
    t,
    `<Dial callerId="${accountNumber}">${visitorNumber}</Dial><Say>Bye</Say>`,
  );
  assert.equal(simulator.calls({ to: visitorNumber })[0]?.status, 'completed');
  assert.deepEqual(call().heard, ['Bye']);
});

test('the caller stays on the line after the callee ends the talk', async (t) => {
  const { call } = await oneCall(t, dial(), {
    prepare: ({ application, simulator }) => {
      application.answer('/dialled', '<Response><Pause length="30"/><Say>Still here</Say></Response>');
      simulator.setPhone({ number: business, script: 'human', talksMs: 8_000 });
      simulator.setPhone({ number: visitorNumber, script: 'human', talksMs: 5_000 });
    },
  });
  assert.deepEqual(call().heard, ['Still here']);
});

test('machine detection on a <Number> reports to its callback without delay', async (t) => {
  const noun = number('machineDetection="Enable" amdStatusCallback="/amd"');
  const { application } = await oneCall(t, dial('timeout="40"', noun), {
    prepare: ({ simulator }) => {
      simulator.setPhone({ number: business, script: 'human', talksMs: undefined });
      simulator.setPhone({ number: visitorNumber, script: 'voicemail' });
    },
  });
  assert.equal(application.at('/amd')[0]?.fields.AnsweredBy, 'machine_start');
  assert.equal(application.at('/dialled')[0]?.fields.DialBridged, 'true');
});
