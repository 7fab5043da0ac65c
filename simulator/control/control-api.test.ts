import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accountNumber, business, type Setup, setUpSimulator, visitorNumber } from '../test-support/setup.ts';

const say = '<Response><Say>Hello</Say></Response>';

async function ask({ url }: Setup, method: string, path: string, body?: unknown) {
  const response = await fetch(`${url}/simulator${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: text && JSON.parse(text),
  };
}

function call(setup: Setup, to = business, twiml = say) {
  return setup.client.calls.create({ to, from: accountNumber, twiml });
}

test('GET health returns the account and its numbers', async (t) => {
  const setup = await setUpSimulator(t);
  const { status, body } = await ask(setup, 'GET', '/health');
  assert.equal(status, 200);
  assert.deepEqual(body, {
    status: 'healthy',
    accountSid: setup.simulator.accountSid,
    numbers: [accountNumber],
  });
});

test('a phone keeps its script and the changes to it', async (t) => {
  const setup = await setUpSimulator(t);
  const phone = { number: business, script: 'presses', presses: '2', answersAfterMs: 100 };
  const put = await ask(setup, 'PUT', '/phones', phone);
  assert.equal(put.body.behaviour.presses, '2');
  assert.equal(put.body.behaviour.answersAfterMs, 100);
  const { body } = await ask(setup, 'GET', '/phones');
  assert.deepEqual(body.phones, [put.body]);
});

test('a number without a script follows the default one', async (t) => {
  const setup = await setUpSimulator(t);
  await ask(setup, 'PUT', '/settings', { defaultScript: 'busy' });
  await call(setup);
  await setup.clock.run(10_000);
  assert.equal(setup.simulator.calls()[0]?.status, 'busy');
  assert.equal((await ask(setup, 'GET', '/settings')).body.defaultScript, 'busy');
});

test('faults can be added, counted and cleared', async (t) => {
  const setup = await setUpSimulator(t);
  const added = await ask(setup, 'POST', '/faults', { kind: '429', times: 2, resource: 'calls' });
  assert.equal(added.status, 201);
  await assert.rejects(call(setup), { status: 429 });
  const { body } = await ask(setup, 'GET', '/faults');
  assert.deepEqual([body.faults[0].left, body.faults[0].struck], [1, 1]);
  assert.equal((await ask(setup, 'DELETE', '/faults')).status, 204);
  assert.deepEqual((await ask(setup, 'GET', '/faults')).body.faults, []);
});

test('calls and messages are filtered by number, with a plain or an encoded +', async (t) => {
  const setup = await setUpSimulator(t);
  await call(setup, business, `<Response><Dial>${visitorNumber}</Dial></Response>`);
  await setup.client.messages.create({ to: visitorNumber, from: accountNumber, body: 'Hi' });
  await setup.clock.run(60_000);
  const parent = (await ask(setup, 'GET', `/calls?to=${encodeURIComponent(business)}`)).body;
  const child = (await ask(setup, 'GET', `/calls?to=${visitorNumber}&from=${accountNumber}`)).body;
  assert.equal(parent.count, 1);
  assert.equal(child.count, 1);
  assert.deepEqual(parent.calls[0].legs, [child.calls[0].sid]);
  assert.equal(child.calls[0].parentSid, parent.calls[0].sid);
  assert.ok(parent.calls[0].bridgedAt);
  assert.equal((await ask(setup, 'GET', `/messages?to=${visitorNumber}`)).body.messages[0].body, 'Hi');
  assert.equal((await ask(setup, 'GET', '/messages?to=%2B12015550199')).body.count, 0);
});

test('a phone can call and message the account', async (t) => {
  const setup = await setUpSimulator(t);
  await ask(setup, 'PUT', '/settings', {
    voiceUrl: `${setup.application.url}/voice`,
    smsUrl: `${setup.application.url}/sms`,
  });
  setup.application.answer('/voice', say);
  assert.equal(
    (await ask(setup, 'POST', '/calls', { from: visitorNumber, to: accountNumber })).body.direction,
    'inbound',
  );
  assert.equal(
    (await ask(setup, 'POST', '/messages', { from: visitorNumber, to: accountNumber, body: 'Hi' })).status,
    201,
  );
  await setup.clock.run(10_000);
  assert.equal(setup.application.at('/voice').length, 1);
  assert.equal(setup.application.at('/sms').length, 1);
});

test('a manual phone acts only on phone actions', async (t) => {
  const setup = await setUpSimulator(t);
  await ask(setup, 'PUT', '/phones', { number: business, script: 'manual' });
  const act = (action: string, more = {}) =>
    ask(setup, 'POST', '/phones/actions', { number: business, action, ...more });
  assert.deepEqual([(await act('answer')).status, (await act('answer')).body.code], [409, 'no-live-call']);
  await call(
    setup,
    business,
    `<Response><Gather timeout="60" numDigits="1" action="${setup.application.url}/keys"/></Response>`,
  );
  await setup.clock.run(20_000);
  assert.equal(setup.simulator.calls()[0]?.status, 'ringing');
  assert.equal((await act('press', { digits: '1' })).body.code, 'not-answered');
  assert.equal((await act('answer')).status, 200);
  assert.equal((await act('decline')).body.code, 'not-ringing');
  await setup.clock.run(20_000);
  assert.equal((await act('press', { digits: '1' })).status, 200);
  await setup.clock.run(0);
  assert.equal(setup.application.at('/keys')[0]?.fields.Digits, '1');
  await call(setup);
  await setup.clock.run(5_000);
  assert.equal((await act('decline')).status, 200);
  assert.equal(setup.simulator.calls()[1]?.status, 'busy');
});

test('the timeline lists all events in order and continues after a given seq', async (t) => {
  const setup = await setUpSimulator(t);
  await setup.client.calls.create({
    to: business,
    from: accountNumber,
    url: `${setup.application.url}/start`,
  });
  setup.application.answer('/start', say);
  await setup.clock.run(10_000);
  const { entries } = (await ask(setup, 'GET', '/timeline')).body;
  const kinds = entries.map(({ kind }: { kind: string }) => kind);
  for (const kind of [
    'rest.request',
    'call.created',
    'call.ringing',
    'webhook.sent',
    'call.twiml',
    'call.ended',
  ]) {
    assert.ok(kinds.includes(kind), kind);
  }
  assert.deepEqual(
    entries.map(({ seq }: { seq: number }) => seq),
    entries.map((_: unknown, index: number) => index + 1),
  );
  const later = (await ask(setup, 'GET', '/timeline?after=3')).body.entries;
  assert.equal(later.length, entries.length - 3);
});

test('the timeline shows answers and signatures', async (t) => {
  const setup = await setUpSimulator(t);
  const { sid } = await setup.client.calls.create({
    to: business,
    from: accountNumber,
    url: `${setup.application.url}/start`,
  });
  setup.application.answer('/start', say);
  await setup.clock.run(4_000);
  const first = (kind: string) => setup.simulator.timeline().find((entry) => entry.kind === kind)?.data;
  assert.equal(JSON.parse(String(first('rest.request')?.answer)).sid, sid);
  assert.match(String(first('webhook.sent')?.signature), /^[\w+/]{27}=$/);
});

test('a reset clears calls, phones, faults and settings and stops running calls', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.setPhone({ number: business, script: 'busy' });
  setup.simulator.addFault({ kind: '500', resource: 'messages' });
  setup.simulator.updateSettings({ callsPerSecond: 5 });
  const { sid } = await call(setup, visitorNumber);
  await setup.clock.run(1_000);
  const before = setup.simulator.timeline().at(-1)?.seq ?? 0;
  assert.equal((await ask(setup, 'POST', '/reset')).status, 204);
  assert.equal(setup.clock.pending(), 0);
  assert.deepEqual(
    [setup.simulator.calls(), setup.simulator.phones(), setup.simulator.faults()],
    [[], [], []],
  );
  assert.equal(setup.simulator.settings().callsPerSecond, 1);
  await assert.rejects(setup.client.calls(sid).fetch(), { code: 20404 });
  assert.ok((setup.simulator.timeline()[0]?.seq ?? 0) > before);
});

test('an invalid request is answered with a problem', async (t) => {
  const setup = await setUpSimulator(t);
  const wrong = [
    ['PUT', '/phones', { number: '555', script: 'human' }, /number: must be an E\.164/],
    ['PUT', '/phones', { number: business, script: 'robot' }, /script/],
    ['PUT', '/phones', { number: business, script: 'human', colour: 'red' }, /colour/],
    ['PUT', '/settings', { callsPerSecond: 0 }, /callsPerSecond/],
    ['PUT', '/settings', { voiceUrl: 'nonsense' }, /voiceUrl/],
    ['POST', '/faults', { kind: 'earthquake' }, /kind/],
    ['POST', '/calls', {}, /from/],
    ['POST', '/phones/actions', { number: business, action: 'press' }, /digits/],
  ] as const;
  for (const [method, path, body, detail] of wrong) {
    const answer = await ask(setup, method, path, body);
    assert.equal(answer.status, 400);
    assert.match(answer.type ?? '', /^application\/problem\+json/);
    assert.equal(answer.body.code, 'invalid-body');
    assert.match(answer.body.detail, detail);
  }
  assert.equal((await ask(setup, 'GET', '/nowhere')).body.code, 'not-found');
});

test('no request to the control API is answered with a 5xx', async (t) => {
  const setup = await setUpSimulator(t);
  const path = fc.constantFrom(
    '/phones',
    '/phones/actions',
    '/settings',
    '/faults',
    '/calls',
    '/messages',
    '/timeline?after=x',
  );
  const property = fc.asyncProperty(
    fc.constantFrom('GET', 'PUT', 'POST'),
    path,
    fc.string(),
    fc.json(),
    fc.boolean(),
    async (method, where, text, json, isJson) => {
      const response = await fetch(`${setup.url}/simulator${where}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body: isJson ? json : text }),
      });
      await response.text();
      assert.ok(response.status < 500, `${response.status} for ${method} ${where}`);
    },
  );
  await fc.assert(property, { numRuns: 150 });
});

test('a phone set to manual stops its script, even during a call', async (t) => {
  const setup = await setUpSimulator(t);
  await call(setup, business, `<Response><Gather timeout="60"><Say>Press 1</Say></Gather></Response>`);
  await setup.clock.run(2_000);
  assert.equal(setup.simulator.calls()[0]?.status, 'ringing');
  await ask(setup, 'PUT', '/phones', { number: business, script: 'manual' });
  await setup.clock.run(10_000);
  assert.equal(setup.simulator.calls()[0]?.status, 'ringing');
  await ask(setup, 'POST', '/phones/actions', { number: business, action: 'answer' });
  await setup.clock.run(30_000);
  assert.equal(setup.simulator.calls()[0]?.pressed, '');
});

test('GET snapshot returns the whole state', async (t) => {
  const setup = await setUpSimulator(t);
  await call(setup);
  const { status, body } = await ask(setup, 'GET', '/snapshot');
  assert.equal(status, 200);
  assert.deepEqual([body.phones[0].number, body.numbers, body.lastSeq], [business, [accountNumber], 2]);
});
