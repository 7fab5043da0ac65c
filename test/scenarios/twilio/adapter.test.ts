import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCarrierFault } from '../../../backend/ports/carrier/carrier-errors.ts';
import type { PlaceCall } from '../../../backend/ports/carrier/voice-carrier.ts';
import type { Settings } from '../../../simulator/settings.ts';
import {
  type AdapterSetup,
  business,
  lines,
  platformNumber,
  startAdapterSetup,
  visitor,
} from './adapter-setup.ts';

const call: PlaceCall = {
  to: business,
  from: platformNumber,
  ringSeconds: 22,
  maxCallSeconds: 900,
  token: 'tok-1',
  reason: 'Callback requested',
};

async function placed({ voice }: AdapterSetup, change: Partial<PlaceCall> = {}): Promise<string> {
  const result = await voice.place({ ...call, ...change });
  assert.ok(result.result === 'placed', JSON.stringify(result));
  assert.equal(result.call.status, 'queued');
  return result.call.sid;
}

test('an accepted call sends every webhook, and fetch returns its final state', async (t) => {
  const setup = await startAdapterSetup(t);
  const sid = await placed(setup);
  await setup.clock.run(60_000);
  assert.deepEqual(lines(setup), [
    'business initiated',
    'business ringing',
    'business in-progress',
    'prompt',
    "keys '1'",
    'visitor initiated',
    'visitor ringing',
    'visitor in-progress',
    'visitor completed',
    'dial completed true',
    'business completed',
  ]);
  const [businessLeg] = setup.simulator.calls({ to: business });
  const [visitorLeg] = setup.simulator.calls({ to: visitor });
  assert.deepEqual(businessLeg?.heard, ['Ada asks for a call. Press 1.', 'Connecting.']);
  const fetched = await setup.voice.fetch(sid);
  const { times, ...ownLeg } = fetched?.business ?? {};
  assert.deepEqual(ownLeg, { sid, status: 'completed', talkSeconds: businessLeg?.durationSeconds });
  assert.deepEqual(Object.keys(times ?? {}), ['endedAt']);
  const { times: dialled, ...dialledLeg } = fetched?.visitor ?? {};
  assert.deepEqual(dialledLeg, {
    sid: visitorLeg?.sid,
    status: 'completed',
    talkSeconds: visitorLeg?.durationSeconds,
    to: visitor,
  });
  const rings = (dialled?.answeredAt ?? 0) - (dialled?.dialledAt ?? 0);
  assert.ok(rings >= 1_000 && rings <= 4_000, `the phone was answered after ${rings} ms`);
  assert.ok((visitorLeg?.durationSeconds ?? 0) >= 20);
});

// rule: listed-is-a-guess
test('a stranger’s call between the same numbers is listed, and names its own customer', async (t) => {
  const setup = await startAdapterSetup(t);
  const stranger = '+12015550177';
  const twiml = `<Response><Dial callerId="${platformNumber}"><Number>${stranger}</Number></Dial></Response>`;
  const { sid } = await setup.client.calls.create({ to: business, from: platformNumber, twiml });
  await setup.clock.run(20_000);
  const [listed] = await setup.voice.find(business, platformNumber);
  assert.equal(listed?.sid, sid);
  assert.equal((await setup.voice.fetch(sid))?.visitor?.to, stranger);
  assert.deepEqual(lines(setup), [], 'no webhook names an attempt');
});

test('reports of the visitor’s leg name their call, and every report its attempt', async (t) => {
  const setup = await startAdapterSetup(t);
  const sid = await placed(setup);
  await setup.clock.run(60_000);
  const webhooks = setup.heard.map(({ parsed }) => (parsed.ok ? parsed.webhook : undefined));
  for (const webhook of webhooks) {
    assert.ok(webhook !== undefined && 'token' in webhook);
    assert.equal(webhook.token, 'tok-1');
    if (webhook.kind === 'leg' && webhook.leg === 'visitor') assert.equal(webhook.parentSid, sid);
    if (webhook.kind === 'prompt') assert.notEqual(webhook.requestToken, '');
  }
});

test('a repeat has the same request token, a new request another one', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.addFault({ kind: 'double', webhook: 'voice' });
  await placed(setup);
  await setup.clock.run(60_000);
  const tokens = setup.heard.flatMap(({ parsed }) =>
    parsed.ok && (parsed.webhook.kind === 'prompt' || parsed.webhook.kind === 'keys')
      ? [`${parsed.webhook.kind} ${parsed.webhook.requestToken}`]
      : [],
  );
  assert.equal(tokens.length, 3);
  assert.equal(tokens[0], tokens[1]);
  assert.notEqual(tokens[1]?.split(' ')[1], tokens[2]?.split(' ')[1]);
});

const missed: { script: 'voicemail' | 'busy' | 'no-answer' | 'unreachable' | 'declines'; end: string[] }[] = [
  { script: 'busy', end: ['business busy'] },
  { script: 'declines', end: ['business ringing', 'business busy'] },
  { script: 'no-answer', end: ['business ringing', 'business no-answer'] },
  { script: 'unreachable', end: ['business failed'] },
  { script: 'voicemail', end: ['prompt', "keys ''", 'business completed'] },
];

for (const { script, end } of missed) {
  test(`a business phone with script '${script}' is reported so, with no other call`, async (t) => {
    const setup = await startAdapterSetup(t);
    setup.simulator.setPhone({ number: business, script });
    await placed(setup, { ringSeconds: 30 });
    await setup.clock.run(90_000);
    assert.deepEqual(lines(setup).slice(-end.length), end);
    assert.equal(setup.simulator.calls({ to: visitor }).length, 0);
  });
}

test('an unanswered visitor’s leg is reported as an unbridged dial', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.setPhone({ number: visitor, script: 'no-answer' });
  await placed(setup);
  await setup.clock.run(90_000);
  assert.deepEqual(lines(setup).slice(-3), [
    'visitor no-answer',
    'dial no-answer false',
    'business completed',
  ]);
});

const refusedDials: [name: string, settings: Partial<Settings>, code: string][] = [
  ['a country without permission', { voicePrefixes: ['+33'] }, '13227'],
  ['an unverified number of a trial', { trial: true, verifiedNumbers: [business] }, '13226'],
];

for (const [name, settings, code] of refusedDials) {
  test(`a dial to ${name} is reported without a leg, and fetch returns ${code}`, async (t) => {
    const setup = await startAdapterSetup(t);
    const sid = await placed(setup);
    setup.simulator.updateSettings(settings);
    await setup.clock.run(60_000);
    assert.deepEqual(lines(setup).slice(-2), ['dial failed false', 'business completed']);
    const dial = setup.heard
      .map(({ parsed }) => parsed.ok && parsed.webhook)
      .find((webhook) => webhook && webhook.kind === 'dial-finished');
    assert.deepEqual(dial && 'visitor' in dial && dial.visitor, {
      sid: undefined,
      status: 'failed',
      talkSeconds: undefined,
    });
    const fetched = await setup.voice.fetch(sid);
    assert.equal(fetched?.dialError?.code, code);
    assert.match(fetched?.dialError?.advice ?? '', /^[A-Z].{40,}/);
  });
}

test('a call with a lost answer is unknown, exists once and is found by its numbers', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.addFault({ kind: 'answer-lost' });
  const result = await setup.voice.place(call);
  assert.equal(result.result, 'unknown');
  const made = setup.simulator.calls({ to: business });
  assert.equal(made.length, 1);
  const found = await setup.voice.find(business, platformNumber);
  assert.deepEqual(
    found.map(({ sid }) => sid),
    [made[0]?.sid],
  );
  assert.ok(Math.abs((found[0]?.createdAt ?? 0) - setup.clock.now()) < 1_000);
  assert.deepEqual(await setup.voice.find(visitor, platformNumber), []);
});

test('a lost request looks the same, but no call is found', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.addFault({ kind: 'answer-lost-before' });
  assert.equal((await setup.voice.place(call)).result, 'unknown');
  assert.deepEqual(await setup.voice.find(business, platformNumber), []);
});

test('an answer after more than eight seconds is unknown', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.addFault({ kind: 'slow', ms: 9_000 });
  const placing = setup.voice.place(call);
  while (setup.clock.pending() < 2) await new Promise((resolve) => setImmediate(resolve));
  await setup.clock.run(8_000);
  assert.deepEqual(await placing, { result: 'unknown', cause: 'ETIMEDOUT' });
});

test('a 429 made no call, a 5xx possibly did', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.addFault({ kind: '429' });
  setup.simulator.addFault({ kind: '500' });
  assert.deepEqual(await setup.voice.place(call), { result: 'throttled' });
  assert.deepEqual(await setup.voice.place(call), { result: 'unknown', cause: 'http-500' });
  assert.equal(setup.simulator.calls().length, 0);
});

const refusals = [
  { to: '+15005550001', class: 'bad-number', code: '21217' },
  { to: '+15005550002', class: 'bad-number', code: '21214' },
  { to: '+15005550003', class: 'not-permitted', code: '21215' },
  { to: '+15005550004', class: 'not-permitted', code: '21216' },
];

for (const { to, ...expected } of refusals) {
  test(`the carrier's test number ${to} is refused as ${expected.class}`, async (t) => {
    const setup = await startAdapterSetup(t);
    const result = await setup.voice.place({ ...call, to });
    assert.ok(result.result === 'refused');
    assert.deepEqual({ class: result.refusal.class, code: result.refusal.code }, expected);
  });
}

test('a foreign caller number is a configuration error', async (t) => {
  const setup = await startAdapterSetup(t);
  const result = await setup.voice.place({ ...call, from: '+12015550199' });
  assert.ok(result.result === 'refused');
  assert.equal(result.refusal.class, 'config');
});

test('a SIP address can be called', async (t) => {
  const setup = await startAdapterSetup(t);
  await placed(setup, { to: 'sip:owner@pbx.example' });
  await setup.clock.run(60_000);
  assert.equal(setup.simulator.calls({ to: 'sip:owner@pbx.example' })[0]?.status, 'completed');
  assert.equal(lines(setup).at(-1), 'business completed');
});

test('a queued call is ended as canceled, and no webhook follows', async (t) => {
  const setup = await startAdapterSetup(t);
  await placed(setup, { token: 'tok-first', to: '+12015550124' });
  const sid = await placed(setup);
  const { times: _ended, ...queued } = await setup.voice.end(sid);
  assert.deepEqual(queued, { sid, status: 'canceled', talkSeconds: undefined });
  await setup.clock.run(60_000);
  const aboutIt = setup.heard.filter(({ request }) => request.path.includes('/tok-1/'));
  assert.deepEqual(aboutIt, []);
});

test('a call can be ended while it rings, during the conversation and afterwards', async (t) => {
  const setup = await startAdapterSetup(t);
  const ringing = await placed(setup, { to: '+12015550124' });
  await setup.clock.run(1_500);
  assert.equal((await setup.voice.end(ringing)).status, 'canceled');
  const talking = await placed(setup);
  await setup.clock.run(15_000);
  assert.equal((await setup.voice.fetch(talking))?.visitor?.status, 'in-progress');
  assert.equal((await setup.voice.end(talking)).status, 'completed');
  await setup.clock.run(1_000);
  assert.equal((await setup.voice.fetch(talking))?.visitor?.status, 'completed');
  assert.equal((await setup.voice.end(talking)).status, 'completed');
});

test('an unknown call cannot be fetched, and ending it is a permanent fault', async (t) => {
  const setup = await startAdapterSetup(t);
  const sid = `CA${'0'.repeat(32)}`;
  assert.equal(await setup.voice.fetch(sid), undefined);
  await assert.rejects(setup.voice.end(sid), (error) => isCarrierFault(error) && !error.retryable);
});

test('a carrier fault during a fetch is temporary', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.addFault({ kind: '500', method: 'GET' });
  await assert.rejects(
    setup.voice.find(business, platformNumber),
    (error) => isCarrierFault(error) && error.retryable,
  );
});

test('any webhook with one changed character is rejected', async (t) => {
  const setup = await startAdapterSetup(t);
  await placed(setup);
  await setup.messages.send({ messageId: 'm-1', to: visitor, from: platformNumber, body: 'Hello' });
  setup.simulator.messageFrom({ from: visitor, to: platformNumber, body: 'Hello' });
  await setup.clock.run(60_000);
  assert.ok(setup.heard.length > 12);
  const refused = { ok: false, reason: 'bad-signature' };
  for (const { request, parsed } of setup.heard) {
    assert.equal(parsed.ok, true);
    const carrier = request.path.startsWith('/twilio/voice') ? setup.voice : setup.messages;
    assert.deepEqual(carrier.parse({ ...request, body: `${request.body}0` }), refused);
    assert.deepEqual(carrier.parse({ ...request, path: `${request.path}?x` }), refused);
    assert.deepEqual(carrier.parse({ ...request, headers: {} }), refused);
  }
});
