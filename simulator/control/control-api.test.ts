import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { business, ourNumber, type Rig, startRig, visitorNumber } from '../test-support/rig.ts';

const say = '<Response><Say>Hello</Say></Response>';

async function ask({ url }: Rig, method: string, path: string, body?: unknown) {
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

function call(rig: Rig, to = business, twiml = say) {
  return rig.client.calls.create({ to, from: ourNumber, twiml });
}

test('health names the account and its numbers', async (t) => {
  const rig = await startRig(t);
  const { status, body } = await ask(rig, 'GET', '/health');
  assert.equal(status, 200);
  assert.deepEqual(body, { status: 'healthy', accountSid: rig.simulator.accountSid, numbers: [ourNumber] });
});

test('a phone gets a script and changes to it, and keeps them', async (t) => {
  const rig = await startRig(t);
  const phone = { number: business, script: 'presses', presses: '2', answersAfterMs: 100 };
  const put = await ask(rig, 'PUT', '/phones', phone);
  assert.equal(put.body.behaviour.presses, '2');
  assert.equal(put.body.behaviour.answersAfterMs, 100);
  const { body } = await ask(rig, 'GET', '/phones');
  assert.deepEqual(body.phones, [put.body]);
});

test('a number without a script follows the default one', async (t) => {
  const rig = await startRig(t);
  await ask(rig, 'PUT', '/settings', { defaultScript: 'busy' });
  await call(rig);
  await rig.clock.run(10_000);
  assert.equal(rig.simulator.calls()[0]?.status, 'busy');
  assert.equal((await ask(rig, 'GET', '/settings')).body.defaultScript, 'busy');
});

test('faults are added, counted and cleared', async (t) => {
  const rig = await startRig(t);
  const added = await ask(rig, 'POST', '/faults', { kind: '429', times: 2, resource: 'calls' });
  assert.equal(added.status, 201);
  await assert.rejects(call(rig), { status: 429 });
  const { body } = await ask(rig, 'GET', '/faults');
  assert.deepEqual([body.faults[0].left, body.faults[0].struck], [1, 1]);
  assert.equal((await ask(rig, 'DELETE', '/faults')).status, 204);
  assert.deepEqual((await ask(rig, 'GET', '/faults')).body.faults, []);
});

test('calls and messages to a number can be counted, its + written as it is or encoded', async (t) => {
  const rig = await startRig(t);
  await call(rig, business, `<Response><Dial>${visitorNumber}</Dial></Response>`);
  await rig.client.messages.create({ to: visitorNumber, from: ourNumber, body: 'Hi' });
  await rig.clock.run(60_000);
  const parent = (await ask(rig, 'GET', `/calls?to=${encodeURIComponent(business)}`)).body;
  const child = (await ask(rig, 'GET', `/calls?to=${visitorNumber}&from=${ourNumber}`)).body;
  assert.equal(parent.count, 1);
  assert.equal(child.count, 1);
  assert.deepEqual(parent.calls[0].legs, [child.calls[0].sid]);
  assert.equal(child.calls[0].parentSid, parent.calls[0].sid);
  assert.ok(parent.calls[0].bridgedAt);
  assert.equal((await ask(rig, 'GET', `/messages?to=${visitorNumber}`)).body.messages[0].body, 'Hi');
  assert.equal((await ask(rig, 'GET', '/messages?to=%2B12015550199')).body.count, 0);
});

test('somebody can ring and text the account', async (t) => {
  const rig = await startRig(t);
  await ask(rig, 'PUT', '/settings', {
    voiceUrl: `${rig.application.url}/voice`,
    smsUrl: `${rig.application.url}/sms`,
  });
  rig.application.answer('/voice', say);
  assert.equal(
    (await ask(rig, 'POST', '/calls', { from: visitorNumber, to: ourNumber })).body.direction,
    'inbound',
  );
  assert.equal(
    (await ask(rig, 'POST', '/messages', { from: visitorNumber, to: ourNumber, body: 'Hi' })).status,
    201,
  );
  await rig.clock.run(10_000);
  assert.equal(rig.application.at('/voice').length, 1);
  assert.equal(rig.application.at('/sms').length, 1);
});

test('a manual phone does only what somebody does at it', async (t) => {
  const rig = await startRig(t);
  await ask(rig, 'PUT', '/phones', { number: business, script: 'manual' });
  const act = (action: string, more = {}) =>
    ask(rig, 'POST', '/phones/actions', { number: business, action, ...more });
  assert.deepEqual([(await act('answer')).status, (await act('answer')).body.code], [409, 'no-live-call']);
  await call(
    rig,
    business,
    `<Response><Gather timeout="60" numDigits="1" action="${rig.application.url}/keys"/></Response>`,
  );
  await rig.clock.run(20_000);
  assert.equal(rig.simulator.calls()[0]?.status, 'ringing');
  assert.equal((await act('press', { digits: '1' })).body.code, 'not-answered');
  assert.equal((await act('answer')).status, 200);
  assert.equal((await act('decline')).body.code, 'not-ringing');
  await rig.clock.run(20_000);
  assert.equal((await act('press', { digits: '1' })).status, 200);
  await rig.clock.run(0);
  assert.equal(rig.application.at('/keys')[0]?.fields.Digits, '1');
  await call(rig);
  await rig.clock.run(5_000);
  assert.equal((await act('decline')).status, 200);
  assert.equal(rig.simulator.calls()[1]?.status, 'busy');
});

test('the timeline tells everything in order and goes on where one stopped reading', async (t) => {
  const rig = await startRig(t);
  await rig.client.calls.create({ to: business, from: ourNumber, url: `${rig.application.url}/start` });
  rig.application.answer('/start', say);
  await rig.clock.run(10_000);
  const { entries } = (await ask(rig, 'GET', '/timeline')).body;
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
  const later = (await ask(rig, 'GET', '/timeline?after=3')).body.entries;
  assert.equal(later.length, entries.length - 3);
});

test('the timeline shows what was answered and how it was signed', async (t) => {
  const rig = await startRig(t);
  const { sid } = await rig.client.calls.create({
    to: business,
    from: ourNumber,
    url: `${rig.application.url}/start`,
  });
  rig.application.answer('/start', say);
  await rig.clock.run(4_000);
  const first = (kind: string) => rig.simulator.timeline().find((entry) => entry.kind === kind)?.data;
  assert.equal(JSON.parse(String(first('rest.request')?.answer)).sid, sid);
  assert.match(String(first('webhook.sent')?.signature), /^[\w+/]{27}=$/);
});

test('a reset forgets calls, phones, faults and settings, and stops what was going on', async (t) => {
  const rig = await startRig(t);
  rig.simulator.setPhone({ number: business, script: 'busy' });
  rig.simulator.addFault({ kind: '500', resource: 'messages' });
  rig.simulator.updateSettings({ callsPerSecond: 5 });
  const { sid } = await call(rig, visitorNumber);
  await rig.clock.run(1_000);
  const before = rig.simulator.timeline().at(-1)?.seq ?? 0;
  assert.equal((await ask(rig, 'POST', '/reset')).status, 204);
  assert.equal(rig.clock.pending(), 0);
  assert.deepEqual([rig.simulator.calls(), rig.simulator.phones(), rig.simulator.faults()], [[], [], []]);
  assert.equal(rig.simulator.settings().callsPerSecond, 1);
  await assert.rejects(rig.client.calls(sid).fetch(), { code: 20404 });
  assert.ok((rig.simulator.timeline()[0]?.seq ?? 0) > before);
});

test('what is wrong with a request is said as a problem', async (t) => {
  const rig = await startRig(t);
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
    const answer = await ask(rig, method, path, body);
    assert.equal(answer.status, 400);
    assert.match(answer.type ?? '', /^application\/problem\+json/);
    assert.equal(answer.body.code, 'invalid-body');
    assert.match(answer.body.detail, detail);
  }
  assert.equal((await ask(rig, 'GET', '/nowhere')).body.code, 'not-found');
});

test('no request to the control API is answered with a 5xx', async (t) => {
  const rig = await startRig(t);
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
      const response = await fetch(`${rig.url}/simulator${where}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: method === 'GET' ? null : isJson ? json : text,
      });
      await response.text();
      assert.ok(response.status < 500, `${response.status} for ${method} ${where}`);
    },
  );
  await fc.assert(property, { numRuns: 150 });
});

test('a phone taken in hand stops playing its script, in the middle of a call too', async (t) => {
  const rig = await startRig(t);
  await call(rig, business, `<Response><Gather timeout="60"><Say>Press 1</Say></Gather></Response>`);
  await rig.clock.run(2_000);
  assert.equal(rig.simulator.calls()[0]?.status, 'ringing');
  await ask(rig, 'PUT', '/phones', { number: business, script: 'manual' });
  await rig.clock.run(10_000);
  assert.equal(rig.simulator.calls()[0]?.status, 'ringing');
  await ask(rig, 'POST', '/phones/actions', { number: business, action: 'answer' });
  await rig.clock.run(30_000);
  assert.equal(rig.simulator.calls()[0]?.pressed, '');
});

test('the desk stands in one answer', async (t) => {
  const rig = await startRig(t);
  await call(rig);
  const { status, body } = await ask(rig, 'GET', '/desk');
  assert.equal(status, 200);
  assert.deepEqual([body.phones[0].number, body.numbers, body.lastSeq], [business, [ourNumber], 2]);
});
