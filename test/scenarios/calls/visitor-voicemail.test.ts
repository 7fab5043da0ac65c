import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CarrierScript,
  type Phone,
  takesTheCall,
  talksAMinute,
} from '../../support/carrier/carrier-script.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const forever = Number.POSITIVE_INFINITY;

/** The business's phone is answered after 4 seconds and 1 pressed after 3 more; then the visitor's is dialled. */
const visitorDialledAfter = 3_300;

/** The visitor's phone is answered after `rings`; the business hangs up after `talks`. */
function businessEnds(rings: number, talks: number): Partial<CarrierScript> {
  return {
    business: () => ({ ...takesTheCall, hangsUpAfter: visitorDialledAfter + rings + talks }),
    visitor: () => ({ ...talksAMinute, answers: rings, hangsUpAfter: forever }),
  };
}

function visitorEnds(rings: number, talks: number): Partial<CarrierScript> {
  return { visitor: () => ({ ...talksAMinute, answers: rings, hangsUpAfter: talks }) };
}

async function ended(harness: Harness) {
  const { callbackId, reference, visitor } = await harness.proven();
  const { status, outcome, notice } = await harness.settled(callbackId);
  const texts = harness.carrier.texts.filter(({ to }) => to === '+12015550124');
  const told = texts.filter(({ body }) => body.includes(reference) && body.includes(visitor.phone));
  return { end: [status, outcome, notice], told: told.length, texts };
}

const inDoubt: [string, Partial<CarrierScript>][] = [
  ['late, and the business listens for 20 s', businessEnds(16_000, 20_000)],
  ['late, in the seconds that a ring runs over', businessEnds(19_000, 11_000)],
  ['late, and the business hangs up after 45 s', businessEnds(13_000, 45_000)],
  ['at once', businessEnds(0, 20_000)],
  ['after one second', businessEnds(1_000, 30_000)],
  [
    'late, and the carrier asks for the next step',
    { ...businessEnds(16_000, 20_000), asksAfterHangUp: true },
  ],
  [
    'late, and no report of the visitor’s leg arrives',
    { ...businessEnds(16_000, 20_000), report: ({ leg }) => (leg === 'visitor' ? [] : [50]) },
  ],
  ['late, and no report arrives at all', { ...businessEnds(16_000, 20_000), report: () => [] }],
  [
    'late, and reports come late',
    { ...businessEnds(16_000, 20_000), report: ({ report }) => [report.status === 'completed' ? 10 : 1_500] },
  ],
];

for (const [name, script] of inDoubt) {
  // rule: voicemail-of-visitor
  test(`the business gets the number of a visitor whose phone answers ${name}`, async () => {
    await using harness = await openHarness({ script });
    const { end, told, texts } = await ended(harness);
    assert.deepEqual(end, ['failed', 'perhaps-voicemail', 'sent']);
    assert.equal(told, 1);
    assert.match(texts[0]?.body ?? '', /may have reached the visitor's voicemail/);
  });
}

const talks: [string, Partial<CarrierScript>][] = [
  ['a person answers after 5 s, and the business hangs up', businessEnds(5_000, 15_000)],
  ['a person answers after 2 s, and the business hangs up', businessEnds(2_000, 15_000)],
  ['a person answers after 11 s, and the business hangs up', businessEnds(11_000, 15_000)],
  ['a late answer leads to 46 s of talk', businessEnds(16_000, 46_000)],
  ['a late answer, and the visitor hangs up', visitorEnds(16_000, 20_000)],
  ['an answer at once, and the visitor hangs up', visitorEnds(0, 12_000)],
  [
    'a person answers, and no report of the visitor’s leg arrives',
    { ...businessEnds(6_000, 15_000), report: ({ leg }) => (leg === 'visitor' ? [] : [50]) },
  ],
  [
    'the visitor hangs up, and no report arrives at all',
    { ...visitorEnds(16_000, 20_000), report: () => [] },
  ],
];

for (const [name, script] of talks) {
  // rule: voicemail-of-visitor
  test(`a conversation: ${name}`, async () => {
    await using harness = await openHarness({ script });
    const { end, texts } = await ended(harness);
    assert.deepEqual(end, ['completed', 'talked', 'none']);
    assert.deepEqual(texts, []);
  });
}

const presses1 = (visitor: Partial<Phone>): Partial<CarrierScript> => ({
  visitor: () => ({ ...talksAMinute, presses: '1', pressesAfter: 2_000, ...visitor }),
});

const asked: [string, Partial<CarrierScript>, string, string][] = [
  ['1 after a late answer', presses1({ answers: 16_000, hangsUpAfter: 20_000 }), 'completed', 'talked'],
  ['1 after a wrong key', presses1({ presses: '5 1', hangsUpAfter: 30_000 }), 'completed', 'talked'],
  ['nothing, like a voicemail', presses1({ presses: '', answers: 1_000 }), 'failed', 'visitor-voicemail'],
  ['a wrong key twice', presses1({ presses: '5 6' }), 'failed', 'visitor-voicemail'],
  ['nothing and hangs up', presses1({ hangsUpAfter: 1_000 }), 'failed', 'visitor-voicemail'],
  [
    'nothing, and the business hangs up meanwhile',
    {
      ...presses1({ presses: '', answers: 4_000 }),
      business: () => ({ ...takesTheCall, hangsUpAfter: visitorDialledAfter + 8_000 }),
    },
    'failed',
    'business-hung-up',
  ],
  [
    '1, and the answer to that is lost',
    { ...presses1({}), question: ({ kind }) => (kind === 'visitor-keys' ? 'unanswered' : 'answered') },
    'failed',
    'visitor-voicemail',
  ],
];

for (const [name, script, status, outcome] of asked) {
  // rule: visitor-press-1
  test(`a visitor who is asked presses ${name}: ${outcome}`, async () => {
    const sites = [sampleSite({ attempt: { visitorScreened: true } })];
    await using harness = await openHarness({ script, sites });
    const { end, told } = await ended(harness);
    const missed = status === 'failed';
    assert.deepEqual(end, [status, outcome, missed ? 'sent' : 'none']);
    assert.equal(told, missed ? 1 : 0);
    const bridged = harness.carrier.calls[0]?.bridgedSeconds ?? 0;
    assert.ok(outcome !== 'talked' || bridged >= 10);
  });
}

// rule: visitor-press-1
test('a callback is connected from the visitor’s key on, not from the answer', async () => {
  const sites = [sampleSite({ attempt: { visitorScreened: true } })];
  await using harness = await openHarness({ script: presses1({ pressesAfter: 6_000 }), sites });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.visitor?.status === 'in-progress');
  await harness.clock.advance(2_000);
  assert.equal((await harness.record(callbackId)).callback.status, 'calling');
  await harness.clock.advance(6_000);
  assert.equal((await harness.record(callbackId)).callback.status, 'connected');
});

// rule: visitor-press-1
test('a visitor who presses 1 after a cancel is not connected', async () => {
  const sites = [sampleSite({ attempt: { visitorScreened: true } })];
  await using harness = await openHarness({
    script: {
      ...presses1({ pressesAfter: 6_000 }),
      asking: (what) => (what === 'end' ? 'fails' : 'answered'),
    },
    sites,
  });
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.visitor?.status === 'in-progress');
  const [call] = harness.carrier.calls;
  await harness.cancel(callbackId);
  const about = {
    token: call?.request.token ?? '',
    sid: call?.visitor?.sid ?? '',
    parentSid: call?.business.sid,
  };
  const keys = { kind: 'visitor-keys', ...about, digits: '1', isLast: false } as const;
  assert.deepEqual(await harness.hear(keys), { do: 'hang-up' });
});
