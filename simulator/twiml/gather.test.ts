import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneCall } from '../test-support/one-call.ts';
import { accountNumber, business, type Setup, setUpSimulator } from '../test-support/setup.ts';

function presses(digits: string | undefined) {
  return ({ simulator }: Setup) => simulator.setPhone({ number: business, script: 'human', presses: digits });
}

test("Gather posts the keys to the action, relative to the document's URL", async (t) => {
  const gather = '<Gather numDigits="1" action="keys?a=1"><Say>Press 1.</Say></Gather>';
  const { application } = await oneCall(t, gather);
  const [first] = application.at('/keys');
  assert.equal(first?.path, '/keys?a=1');
  assert.equal(first?.fields.Digits, '1');
  assert.equal(first?.fields.msg, 'Gather End');
});

test('numDigits ends the input; the finishing key is reported but is no digit', async (t) => {
  const gather = '<Gather action="/keys"><Say>Your PIN, then hash.</Say></Gather>';
  const { application } = await oneCall(t, gather, { prepare: presses('123#4') });
  assert.equal(application.at('/keys')[0]?.fields.Digits, '123');
  assert.equal(application.at('/keys')[0]?.fields.FinishedOnKey, '#');
  const two = '<Gather numDigits="2" action="/keys"><Say>Two digits.</Say></Gather>';
  const other = await oneCall(t, two, { prepare: presses('123') });
  assert.equal(other.application.at('/keys')[0]?.fields.Digits, '12');
});

test('without numDigits or a finishing key, the timeout ends the input', async (t) => {
  const gather = '<Gather timeout="3" action="/keys"></Gather>';
  const { application, clock, simulator } = await oneCall(t, gather, { ms: 3_700, prepare: presses('42') });
  assert.equal(simulator.calls()[0]?.pressed, '42');
  await clock.run(2_800);
  assert.equal(application.at('/keys').length, 0);
  await clock.run(200);
  assert.equal(application.at('/keys')[0]?.fields.Digits, '42');
});

test('without input the document continues after prompt and timeout', async (t) => {
  const document = '<Gather timeout="8" action="/keys"><Say>Press.</Say></Gather><Redirect>/later</Redirect>';
  const { application, clock } = await oneCall(t, document, { ms: 11_000, prepare: presses(undefined) });
  assert.equal(application.at('/later').length, 0);
  await clock.run(500);
  assert.equal(application.at('/later').length, 1);
  assert.equal(application.at('/keys').length, 0);
});

test('actionOnEmptyResult requests the action with empty Digits', async (t) => {
  const gather = '<Gather timeout="1" action="/keys" actionOnEmptyResult="true"/>';
  const { application } = await oneCall(t, gather, { prepare: presses(undefined) });
  assert.equal(application.at('/keys')[0]?.fields.Digits, '');
});

test("without an action the keys go to the document's own URL", async (t) => {
  const again = '<Response><Gather numDigits="1"/></Response>';
  const { application } = await oneCall(t, '', {
    prepare: ({ application }) =>
      application.answer('/start', ({ fields }) => (fields.Digits ? '<Response/>' : again)),
  });
  assert.deepEqual(
    application.at('/start').map(({ fields }) => fields.Digits),
    [undefined, '1'],
  );
});

test("keys posted to the document's own URL keep its connection overrides", async (t) => {
  const again = '<Response><Gather numDigits="1"/></Response>';
  let failures = 1;
  const { application, client, clock } = await setUpSimulator(t);
  application.answer('/start', ({ fields }) => {
    if (!fields.Digits) return again;
    failures -= 1;
    return failures >= 0 ? { status: 500 } : '<Response/>';
  });
  await client.calls.create({ to: business, from: accountNumber, url: `${application.url}/start#rp=5xx` });
  await clock.run(20_000);
  assert.equal(application.at('/start').length, 3);
});

test('the first key stops the prompt', async (t) => {
  const gather =
    '<Gather numDigits="2" action="/keys"><Say>A first long sentence.</Say><Say>A second.</Say></Gather>';
  const { call, simulator, clock } = await oneCall(t, gather, { ms: 3_000, prepare: presses(undefined) });
  simulator.act({ number: business, action: 'press', digits: '7' });
  await clock.run(60_000);
  assert.deepEqual(call().heard.slice(0, 1), ['A first long sentence.']);
  assert.ok(!call().heard.includes('A second.'));
});

test('a key stops the prompt, and keys before a Gather are lost', async (t) => {
  const long = `<Say>First.</Say><Gather numDigits="1" action="/keys"><Say>${'Long. '.repeat(200)}</Say></Gather>`;
  const { application, simulator, clock } = await oneCall(t, long, {
    ms: 2_700,
    prepare: presses(undefined),
  });
  assert.deepEqual(simulator.act({ number: business, action: 'press', digits: '7' }), { ok: true });
  await clock.run(1_000);
  assert.equal(application.at('/keys').length, 0);
  simulator.act({ number: business, action: 'press', digits: '8' });
  await clock.run(0);
  assert.equal(application.at('/keys')[0]?.fields.Digits, '8');
});
