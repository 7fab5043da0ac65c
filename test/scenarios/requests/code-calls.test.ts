import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codePolicy } from '../../../backend/domain/callback/code.ts';
import { handleCodeCall } from '../../../backend/usecases/carrier/code-calls.ts';
import { type ResendResult, resendCode } from '../../../backend/usecases/request/resend-code.ts';
import { type Phone, placedAtOnce, takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type Harness, type HarnessOptions, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleResend } from '../../support/engine/visitor-actions.ts';
import { type SampleSite, sampleSite } from '../../support/fakes/sample-site.ts';

const landline = '+442079460123';
const mobile = '+12015550145';

function callingSite(differing: Parameters<typeof sampleSite>[0] = {}): SampleSite {
  const site = { countries: ['US', 'GB', 'PL'], callsWithCodes: true, ...differing.site } as const;
  return sampleSite({ ...differing, site: { ...site } });
}

function openCalling(options: HarnessOptions = {}): Promise<Harness> {
  return openHarness({ store: 'memory', sites: [callingSite()], ...options });
}

async function ask(harness: Harness, phone: string, client?: string): Promise<string> {
  const requested = await harness.request({ phone, ...(client && { client }) });
  assert.ok(requested.ok, requested.ok ? '' : requested.reason);
  return requested.callback.callbackId;
}

function askForCall(harness: Harness, callbackId: string, near?: string): Promise<ResendResult> {
  return resendCode(harness.process().ports, { ...sampleResend(callbackId, near), by: 'call' });
}

function digitsOf(harness: Harness, callbackId: string, sendNumber: number): string {
  return harness.process().ports.secrets.codeFor(callbackId, sendNumber);
}

function heard({ carrier }: Harness): string[] {
  return carrier.calls.flatMap(({ heardCodes }) => heardCodes);
}

// rule: code-by-call
test('a landline is called with its code, hears it twice after 1 and is connected', async () => {
  await using harness = await openCalling();
  const callbackId = await ask(harness, landline);
  await harness.clock.advance(20_000);
  assert.deepEqual(harness.carrier.texts, []);
  const digits = digitsOf(harness, callbackId, 1);
  assert.deepEqual(heard(harness), [digits, digits]);
  const [post] = harness.carrier.posts;
  assert.deepEqual([post?.call.to, post?.call.from], [landline, '+12015550100']);
  assert.ok((await harness.prove(callbackId)).ok);
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

test('a mobile whose text did not come is called after the wait, and the old code ends', async () => {
  await using harness = await openCalling();
  const callbackId = await ask(harness, mobile);
  assert.deepEqual(
    [(await askForCall(harness, callbackId)).ok, harness.carrier.posts.length],
    [false, 0],
    'not before the wait',
  );
  await harness.clock.advance(30_000);
  assert.ok((await askForCall(harness, callbackId)).ok);
  await harness.clock.advance(20_000);
  assert.equal(heard(harness)[0], digitsOf(harness, callbackId, 2));
  assert.equal(harness.carrier.texts.length, 1);
  assert.ok((await harness.prove(callbackId)).ok);
});

const silent: [who: string, phone: Partial<Phone>][] = [
  ['a voicemail', { presses: '' }],
  ['a person who presses other keys', { presses: '2 9' }],
  ['a busy phone', { answers: 'busy' }],
  ['an unanswered phone', { answers: 'never' }],
];

for (const [who, phone] of silent) {
  test(`${who} hears no code, and is not called again by itself`, async () => {
    await using harness = await openCalling({
      script: { codePhone: () => ({ ...takesTheCall, ...phone }) },
    });
    const callbackId = await ask(harness, landline);
    await harness.clock.advance(600_000);
    assert.deepEqual([heard(harness), harness.carrier.posts.length], [[], 1]);
    const { ports } = harness.process();
    const message = await ports.store.loadMessageFor(callbackId, 'call-code/1');
    assert.equal(message?.status, 'undelivered');
  });
}

test('a wrong key is asked about once, then 1 speaks the code', async () => {
  await using harness = await openCalling({
    script: { codePhone: () => ({ ...takesTheCall, presses: '5 1' }) },
  });
  await ask(harness, landline);
  await harness.clock.advance(30_000);
  assert.equal(heard(harness).length, 2);
});

// rule: code-by-call
test('a call without an answer, or with a crash at its POST, is placed at most once', async () => {
  for (const when of ['before', 'after'] as const) {
    let died = false;
    await using harness = await openCalling({
      watch({ to, what, when: side }) {
        if (died || to !== 'carrier' || what !== 'place' || side !== when) return undefined;
        died = true;
        return 'kill';
      },
    });
    const callbackId = await ask(harness, landline);
    await harness.until(() => died);
    await harness.reopen();
    await harness.clock.advance(300_000);
    assert.equal(harness.carrier.posts.length, when === 'before' ? 0 : 1, `killed ${when} the POST`);
    assert.ok((await askForCall(harness, callbackId)).ok, 'the visitor can ask again');
  }
  await using harness = await openCalling({
    script: { placing: () => ({ ...placedAtOnce, fate: 'answer-lost', answerAfter: 8_000 }) },
  });
  await ask(harness, landline);
  await harness.clock.advance(300_000);
  assert.deepEqual([harness.carrier.posts.length, heard(harness).length], [1, 2]);
});

// rule: code-by-call
test('of two processes that hold the effect of one code, one places the call', async () => {
  await using harness = await openCalling({
    wrapHandlers: (handlers) => ({
      ...handlers,
      async 'call-code'(claimed, stopping) {
        const both = [claimed, claimed].map((one) => handlers['call-code'](one, stopping));
        const [first] = await Promise.all(both);
        return first ?? { result: 'done' };
      },
    }),
  });
  await ask(harness, landline);
  await harness.clock.advance(30_000);
  assert.equal(harness.carrier.posts.length, 1);
});

test('a refused call is told apart: the number at fault, or the service', async () => {
  const faults = { refused: 'failed', throttled: 'blocked' } as const;
  for (const [fate, delivery] of Object.entries(faults)) {
    await using harness = await openCalling({
      script: { placing: () => ({ ...placedAtOnce, fate: fate as keyof typeof faults }) },
    });
    const callbackId = await ask(harness, landline);
    await harness.clock.advance(5_000);
    assert.equal((await harness.record(callbackId)).callback.code.delivery, delivery);
  }
});

test('a repeated question gets the same answer, also when the first one was lost', async () => {
  await using harness = await openCalling({ script: { codeQuestion: () => 'repeated' } });
  const callbackId = await ask(harness, landline);
  await harness.clock.advance(20_000);
  assert.deepEqual(heard(harness), Array(2).fill(digitsOf(harness, callbackId, 1)));
});

test('no webhook gets a code for another call, an entered code, or an old one', async () => {
  await using harness = await openCalling();
  const callbackId = await ask(harness, landline);
  await harness.clock.advance(20_000);
  const { ports } = harness.process();
  const [call] = harness.carrier.calls;
  assert.ok(call);
  const keys = (sid = call.business.sid) =>
    handleCodeCall(ports, { kind: 'code-keys', token: call.request.token, sid, digits: '1', isLast: false });
  assert.equal((await keys()).do, 'speak-code', 'a repeat, while the code is valid');
  assert.equal((await keys('CAother')).do, 'hang-up', 'another call');
  await harness.clock.advance(codePolicy.validityMs);
  assert.equal((await keys()).do, 'hang-up', 'expired');
  assert.ok((await askForCall(harness, callbackId)).ok);
  assert.equal((await keys()).do, 'hang-up', 'replaced');
});

test('numbers that stopped texts, or are blocked, show a call like others and get none', async () => {
  await using harness = await openCalling({
    sites: [callingSite({ site: { blockedNumbers: ['+442079460124'] } })],
  });
  const opted = '+442079460125';
  await harness.hearText({ kind: 'inbound', from: opted, to: '+12015550100', body: 'STOP', optOut: 'stop' });
  const views = [];
  for (const phone of [landline, '+442079460124', opted]) {
    const callbackId = await ask(harness, phone);
    await harness.clock.advance(120_000);
    const { code, version } = (await harness.record(callbackId)).callback;
    views.push({ delivery: code.delivery, by: code.by, version });
  }
  assert.deepEqual(views, Array(3).fill({ delivery: 'sent', by: 'call', version: 2 }));
  assert.deepEqual(
    harness.carrier.posts.map(({ call }) => call.to),
    [landline],
  );
});

test('one number is called three times an hour at most, from all networks', async () => {
  await using harness = await openCalling();
  for (let request = 1; request <= 5; request += 1) {
    const callbackId = await ask(harness, landline, `client ${request}`);
    await harness.clock.advance(60_000);
    assert.equal((await harness.record(callbackId)).callback.code.delivery, 'sent');
  }
  assert.equal(harness.carrier.posts.length, 3);
});

test('calls with codes count under the caps of calls, minutes, money and of the hour', async () => {
  const large = 1_000_000_000;
  const plenty = { textsPerHour: large, callsPerDay: large, minutesPerDay: large, moneyPerDay: large };
  const tight = [
    // A request must leave room for its call (62 minutes) and for its notice.
    { textsPerHour: 1 },
    { callsPerDay: 3 },
    { minutesPerDay: 62 + 3 },
    { moneyPerDay: 1_050_000 },
  ];
  for (const cap of tight) {
    const sites = [callingSite({ spending: { caps: { ...plenty, ...cap } } })];
    await using harness = await openCalling({ sites });
    let refused: string | undefined;
    for (let request = 0; request < 40 && refused === undefined; request += 1) {
      const result = await harness.request({ phone: `+4420794601${20 + request}` });
      if (!result.ok) refused = result.reason;
    }
    await harness.clock.advance(60_000);
    assert.equal(refused, 'budget-reached', Object.keys(cap)[0]);
    assert.ok(harness.carrier.posts.length >= 1 && harness.carrier.posts.length < 40);
  }
});

const neverCalled = ['+449098790123', '+448432220123', '+447640123456', '+445500123456', '+48701234567'];

test('premium, shared-cost, pager and company-wide numbers are refused before any call', async () => {
  await using harness = await openCalling();
  for (const phone of neverCalled) {
    const requested = await harness.request({ phone });
    assert.deepEqual(requested.ok ? phone : requested.reason, 'phone-refused', phone);
  }
  await harness.clock.advance(60_000);
  assert.deepEqual(harness.carrier.posts, []);
});

test('a site without calls refuses a landline, and texts a mobile that wants a call', async () => {
  await using harness = await openCalling({ sites: [callingSite({ site: { callsWithCodes: false } })] });
  const refused = await harness.request({ phone: landline });
  assert.deepEqual(refused, { ok: false, reason: 'phone-refused', problem: 'landline' });
  const callbackId = await ask(harness, mobile);
  await harness.clock.advance(30_000);
  assert.ok((await askForCall(harness, callbackId)).ok);
  await harness.clock.advance(5_000);
  assert.deepEqual([harness.carrier.texts.length, harness.carrier.posts.length], [2, 0]);
});
