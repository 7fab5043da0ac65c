import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { sameEachDay } from '../../domain/site/business-hours.ts';
import type { Site } from '../../domain/site/site.ts';
import { createInboundCalls } from './inbound-calls.ts';

const number = '+12015550100';
const business = '+12015550123';
const caller = '+12015550177';

async function open(t: TestContext, site: Partial<Site> = {}) {
  const setup = await openHttpSetup(t, { site: { inbound: 'forward', ...site } });
  const answer = createInboundCalls(setup.deps);
  let calls = 0;
  return {
    setup,
    answer,
    async call(from = caller, sid?: string) {
      calls += 1;
      return answer({ kind: 'inbound-call', sid: sid ?? `CA${calls}`, from, to: number });
    },
    finish: async (sid: string, bridged: boolean) =>
      answer({ kind: 'inbound-finished', sid, from: caller, to: number, bridged }),
    async texts() {
      await setup.clock.advance(5_000);
      return setup.carrier.texts.map(({ to, body }) => `${to} ${body}`);
    },
  };
}

test('a caller is connected for a limited time, and the business hears who calls', async (t) => {
  const { call, answer, texts, finish } = await open(t);
  const plan = await call();
  assert.ok(plan.do === 'forward');
  assert.deepEqual([plan.to, plan.callerId, plan.maxSeconds, plan.whispers], [business, number, 900, true]);
  const whisper = await answer({ kind: 'inbound-whisper', inboundSid: 'CA1' });
  assert.match(
    whisper.do === 'whisper' ? whisper.say : '',
    /from 1 2 0 1 5 5 5 0 1 7 7\. To talk to them, press 1/,
  );
  assert.equal(
    (await answer({ kind: 'inbound-keys', inboundSid: 'CA1', digits: '1' })).do,
    'connect-visitor',
  );
  assert.equal((await finish('CA1', true)).do, 'hang-up');
  assert.deepEqual(await texts(), []);
});

test('a missed caller is told so, and the business gets one text with the number', async (t) => {
  const { call, answer, texts, finish } = await open(t);
  await call();
  assert.equal((await answer({ kind: 'inbound-keys', inboundSid: 'CA1', digits: '' })).do, 'hang-up');
  for (const repeat of [1, 2]) {
    const plan = await finish('CA1', false);
    assert.match(plan.do === 'say-and-hang-up' ? plan.say : '', /We cannot take your call/, String(repeat));
  }
  assert.deepEqual(await texts(), [`+12015550124 Missed call to your callback number, from ${caller}`]);
  await call('');
  await finish('CA2', false);
  assert.match((await texts())[1] ?? '', /from a withheld number$/);
});

test('a voicemail of the business that answers without a key counts as missed', async (t) => {
  const { call, texts, finish } = await open(t);
  await call();
  await finish('CA1', true);
  assert.equal((await texts()).length, 1);
});

test('outside business hours nothing rings, and the business gets a text', async (t) => {
  const at = sameEachDay({ start: 0, end: 1, zone: 'UTC', weekdaysOnly: false });
  const { call, texts, setup } = await open(t, { hours: at });
  const minute = Math.floor(setup.clock.now() / 60_000) % 1440;
  assert.ok(minute > 1, 'the clock stands outside the hours');
  assert.equal((await call()).do, 'say-and-hang-up');
  assert.equal((await texts()).length, 1);
});

test('INBOUND=announce, the business itself and a blocked number connect no call', async (t) => {
  const announce = await open(t, { inbound: 'announce' });
  assert.equal((await announce.call()).do, 'say-and-hang-up');
  const { call, texts } = await open(t, { blockedNumbers: [caller] });
  assert.equal((await call()).do, 'say-and-hang-up');
  assert.equal((await call(business)).do, 'say-and-hang-up');
  assert.deepEqual(await texts(), []);
});

test('one caller, many callers and repeated webhooks cannot exceed the limits', async (t) => {
  const { call, setup } = await open(t);
  const spent = async () => (await setup.deps.spending.usage('default', setup.clock.now())).day.calls;
  for (let repeat = 0; repeat < 5; repeat += 1) await call(caller, 'CA-same');
  assert.equal(await spent(), 1);
  for (let times = 0; times < 10; times += 1) await call();
  assert.equal(await spent(), 3);
  for (let times = 0; times < 60; times += 1) await call(`+120155501${String(10 + times)}`);
  const all = await spent();
  assert.ok(all > 3 && all <= 20, `${all} calls`);
});

test('a call beyond the budget becomes a text', async (t) => {
  const { call, texts, setup } = await open(t);
  const { site, rules } = setup.deps.sites.get('default');
  const rest = { texts: 0, calls: 0, minutes: rules.spending.caps.minutesPerDay - 10, money: 0 };
  assert.ok(
    await setup.deps.spending.charge(
      site.id,
      { amounts: rest, caps: rules.spending.caps, textsToVisitors: 0 },
      setup.clock.now(),
    ),
  );
  assert.equal((await call()).do, 'say-and-hang-up');
  assert.ok((await texts()).some((text) => text.includes(caller)));
});
