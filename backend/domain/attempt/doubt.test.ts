import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayBeVoicemail } from './doubt.ts';
import { type LegTimes, unseenLeg } from './leg.ts';
import { defaultAttemptRules as rules } from './rules.ts';

type Talk = { seconds?: number; times?: LegTimes; businessEndedAt?: number; visitorHungUp?: boolean };

/** By default a voicemail that answered after 16 seconds; the business listened for 20 and hung up. */
function doubt(talk: Talk, isComplete = true): boolean | undefined {
  const { seconds = 20, times = rang(16), businessEndedAt, visitorHungUp = false } = talk;
  const legs = {
    visitor: { ...unseenLeg, status: 'completed' as const, talkSeconds: seconds, times },
    business: {
      ...unseenLeg,
      status: 'completed' as const,
      ...(businessEndedAt !== undefined && { times: { endedAt: businessEndedAt } }),
    },
    visitorHungUp,
  };
  return mayBeVoicemail(legs, rules, isComplete);
}

function rang(seconds: number): LegTimes {
  return { dialledAt: 1_000, rangAt: 4_000, answeredAt: 4_000 + seconds * 1_000, endedAt: 60_000 };
}

// rule: voicemail-of-visitor
test('an answer at once or late is in doubt, one after a person’s time is not', () => {
  for (const seconds of [0, 1, 12, 15, 16, 20, 25])
    assert.equal(doubt({ times: rang(seconds) }), true, `${seconds}`);
  for (const seconds of [2, 3, 6, 11]) assert.equal(doubt({ times: rang(seconds) }), false, `${seconds}`);
});

// rule: voicemail-of-visitor
test('a talk of 45 seconds is in doubt, one of 46 is not', () => {
  assert.deepEqual([doubt({ seconds: 45 }), doubt({ seconds: 46 })], [true, false]);
  assert.equal(doubt({ seconds: 46, times: {} }, false), false, 'no report can change that');
});

// rule: voicemail-of-visitor
test('a talk that the visitor ended is not in doubt', () => {
  assert.equal(doubt({ visitorHungUp: true }), false);
  assert.equal(doubt({ visitorHungUp: true, times: {} }, false), false, 'no report can change that');
});

test('who hung up follows from ends two seconds apart when the carrier does not say it', () => {
  assert.equal(doubt({ businessEndedAt: 62_000 }), false, 'the visitor first');
  assert.equal(doubt({ businessEndedAt: 61_000 }), true, 'within the precision of the clocks');
  assert.equal(doubt({ businessEndedAt: 58_000 }), true, 'the business first');
});

test('without a report of ringing the ring time counts from dialling', () => {
  const dialled = (seconds: number): LegTimes => ({ dialledAt: 0, answeredAt: seconds * 1_000 });
  for (const seconds of [1, 4, 12, 18]) assert.equal(doubt({ times: dialled(seconds) }), true, `${seconds}`);
  for (const seconds of [5, 11]) assert.equal(doubt({ times: dialled(seconds) }), false, `${seconds}`);
});

test('a ring time that stays unknown is in doubt', () => {
  for (const times of [{}, { rangAt: 0 }, { answeredAt: 6_000 }, { endedAt: 0 }])
    assert.equal(doubt({ times }), true, JSON.stringify(times));
});

// rule: any-report-order
test('nothing is decided while a report can still change it', () => {
  assert.equal(doubt({}, false), undefined, 'who hung up');
  assert.equal(doubt({ times: { dialledAt: 0, answeredAt: 6_000 } }, false), undefined, 'when it rang');
  assert.equal(doubt({ times: rang(6) }, false), false, 'a person answered');
});
