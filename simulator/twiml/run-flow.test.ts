import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneCall } from '../test-support/one-call.ts';
import { accountNumber, business, setUpSimulator } from '../test-support/setup.ts';

test('Say, Play and Pause take time, and the phone hears them', async (t) => {
  const { call } = await oneCall(t, '<Say>Twenty characters ok</Say><Pause length="4"/><Play>/a.mp3</Play>');
  assert.equal(call().status, 'completed');
  assert.deepEqual(call().heard, ['Twenty characters ok', '[plays /a.mp3]']);
  assert.equal(call().durationSeconds, 8);
});

test('loop repeats a prompt', async (t) => {
  const { call } = await oneCall(t, '<Say loop="3">Again</Say>');
  assert.deepEqual(call().heard, ['Again', 'Again', 'Again']);
});

test('Redirect continues with another document and skips the verbs after it', async (t) => {
  const { call } = await oneCall(t, '<Redirect method="GET">next</Redirect><Say>Never</Say>', {
    prepare: ({ application }) => application.answer('/next', '<Response><Say>Here</Say></Response>'),
  });
  assert.deepEqual(call().heard, ['Here']);
});

test('an invalid document requests the fallback with the error code', async (t) => {
  const { application, call } = await oneCall(t, '<Say>a & b</Say>', {
    prepare: ({ application }) => application.answer('/fallback', '<Response><Say>Sorry</Say></Response>'),
  });
  const [fallback] = application.at('/fallback');
  assert.equal(fallback?.fields.ErrorCode, '12100');
  assert.equal(fallback?.fields.ErrorUrl, `${application.url}/start`);
  assert.deepEqual(call().heard, ['Sorry']);
});

test('each kind of failure has its own error code at the fallback', async (t) => {
  const failures = [
    [{ body: '<Response><Dance/></Response>' }, '12200'],
    [{ status: 500, body: 'oops' }, '11200'],
    [{ status: 302, body: '' }, '11200'],
    [{ body: '{}', type: 'application/json' }, '12300'],
    [{ body: '<Response><Redirect>mailto:x@example.com</Redirect></Response>' }, '11100'],
  ] as const;
  for (const [answer, code] of failures) {
    const prepare = ({ application }: { application: { answer(path: string, answer: object): void } }) =>
      application.answer('/start', answer);
    const { application } = await oneCall(t, '', { prepare });
    assert.equal(application.at('/fallback')[0]?.fields.ErrorCode, code);
  }
});

test('the fallback is requested when the application is silent for 15 s', async (t) => {
  const { application } = await oneCall(t, '', {
    ms: 20_000,
    prepare: ({ application }) => application.answer('/start', { hang: true }),
  });
  assert.equal(application.at('/fallback')[0]?.fields.ErrorCode, '11205');
});

test('when the fallback fails too, the caller hears an apology and the call ends', async (t) => {
  const { application, call } = await oneCall(t, '<Dance/>', {
    prepare: ({ application }) => application.answer('/fallback', '<Response><Dance/></Response>'),
  });
  assert.equal(application.at('/fallback').length, 1);
  assert.match(call().heard.join(), /application error/);
  assert.equal(call().status, 'completed');
});

test('a plain text answer is spoken', async (t) => {
  const { call } = await oneCall(t, '', {
    prepare: ({ application }) => application.answer('/start', { type: 'text/plain', body: 'a < b & c' }),
  });
  assert.deepEqual(call().heard, ['a < b & c']);
});

test('an endless redirect ends the call', async (t) => {
  const { application, call, clock, simulator } = await oneCall(t, '<Redirect/>', { ms: 2_600 });
  await simulator.idle();
  await clock.run(10_000);
  assert.equal(application.at('/start').length, 1_000);
  assert.equal(call().status, 'completed');
});

test('inline TwiML needs an absolute action URL', async (t) => {
  const { application, client, clock, simulator } = await setUpSimulator(t);
  const say = (action: string) => `<Response><Gather numDigits="1" action="${action}"/></Response>`;
  await client.calls.create({ to: business, from: accountNumber, twiml: say('/keys') });
  await clock.run(20_000);
  assert.equal(application.received.length, 0);
  const error = simulator.timeline().find(({ kind }) => kind === 'call.error');
  assert.equal(error?.data.errorCode, 11100);
  await client.calls.create({ to: business, from: accountNumber, twiml: say(`${application.url}/keys`) });
  await clock.run(20_000);
  assert.equal(application.at('/keys')[0]?.fields.Digits, '1');
});
