import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAttempt } from '../../../test/support/domain/sample-attempt.ts';
import {
  sampleCallbackRules as rules,
  sampleCallback,
} from '../../../test/support/domain/sample-callback.ts';
import type { Attempt } from '../attempt/state.ts';
import { callbackStatuses } from '../callback/state.ts';
import { sameEachDay } from '../site/business-hours.ts';
import { type DialFacts, decideDial } from './decide-dial.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Monday, 12:00 UTC. */
const noon = Date.UTC(2030, 0, 7, 12);

/** UTC only: the adapter's calendar knows the zones. */
const calendar = {
  local: (_zone: string, at: number) => ({
    date: new Date(at).toISOString().slice(0, 10),
    weekday: ((new Date(at).getUTCDay() + 6) % 7) + 1,
  }),
  instant: (_zone: string, date: string, minutes: number) => Date.parse(`${date}T00:00Z`) + minutes * minute,
  isPublicHoliday: () => false,
  addDays: (date: string, days: number) =>
    new Date(Date.parse(`${date}T00:00Z`) + days * 24 * hour).toISOString().slice(0, 10),
};

const hours = sameEachDay({ start: 9 * 60, end: 12 * 60 + 30, zone: 'UTC', weekdaysOnly: true });
const throttled: Attempt = { ...newAttempt(1), post: 'unprocessed' };

function verified(own: Partial<DialFacts> = {}): DialFacts {
  return {
    at: noon,
    callback: sampleCallback('verified', { verifiedAt: noon }),
    attempt: undefined,
    site: { hours, blockedNumbers: [] },
    rules,
    calendar,
    optedOut: false,
    covered: true,
    ...own,
  };
}

function mustRenew(own: Partial<DialFacts> = {}): DialFacts {
  const callback = sampleCallback('calling', { verifiedAt: noon, attempts: 1 });
  return verified({ callback, attempt: throttled, ...own });
}

function verdict(facts: DialFacts): string {
  const decision = decideDial(facts);
  return decision.dial === 'refused' ? decision.because : decision.dial;
}

const intents = { 'a first intent': verified, 'a renewed intent': mustRenew };

for (const [intent, facts] of Object.entries(intents)) {
  function refusal(own: Partial<DialFacts>): string {
    return verdict(facts(own));
  }
  const allowed = intent === 'a first intent' ? 'begin' : 'renew';
  const { phone } = facts().callback.visitor;

  test(`${intent} is allowed while nothing forbids it`, () => {
    assert.equal(refusal({}), allowed);
    assert.equal(refusal({ site: { hours: undefined, blockedNumbers: ['+44'] } }), allowed);
  });

  test(`${intent} is refused from the minute in which the business closes`, () => {
    const closes = noon + 30 * minute;
    const long = { rules: { ...rules, maxWaitMs: 96 * hour, lastResortMs: 97 * hour } };
    assert.equal(refusal({ ...long, at: closes - 1 }), allowed);
    assert.equal(refusal({ ...long, at: closes }), 'business-closed');
    assert.equal(refusal({ ...long, at: closes + 21 * hour }), allowed, 'the next morning');
    const saturday = noon + 5 * 24 * hour;
    assert.equal(
      refusal({ rules: { maxWaitMs: saturday, lastResortMs: saturday }, at: saturday }),
      'business-closed',
    );
  });

  test(`${intent} is refused once MAX_WAIT or the last resort has passed`, () => {
    const open = { site: { hours: undefined, blockedNumbers: [] } };
    assert.equal(refusal({ ...open, at: noon + rules.maxWaitMs - 1 }), allowed);
    for (const passed of [rules.maxWaitMs, 40 * minute, 17 * hour])
      assert.equal(refusal({ ...open, at: noon + passed }), 'call-expired', `${passed} ms`);
    const short = { ...open, rules: { maxWaitMs: hour, lastResortMs: minute } };
    assert.equal(refusal({ ...short, at: noon + minute }), 'call-expired');
  });

  test(`${intent} is refused for a blocked number or a blocked prefix`, () => {
    for (const blocked of [phone, phone.slice(0, 5)])
      assert.equal(refusal({ site: { hours, blockedNumbers: ['+44', blocked] } }), 'number-blocked');
  });

  test(`${intent} is refused after an opt-out and without budget`, () => {
    assert.equal(refusal({ optedOut: true }), 'visitor-opted-out');
    assert.equal(refusal({ covered: false }), 'budget-reached');
  });

  test(`${intent} that must not reach the visitor is refused before it has expired`, () => {
    const late = { at: noon + 17 * hour, covered: false };
    assert.equal(refusal({ ...late, optedOut: true }), 'visitor-opted-out');
    assert.equal(refusal({ ...late, site: { hours, blockedNumbers: [phone] } }), 'number-blocked');
    assert.equal(refusal(late), 'call-expired');
  });
}

test('a retried callback waits from the retry, not from the request', () => {
  const callback = sampleCallback('verified', { createdAt: noon - 48 * hour, verifiedAt: noon - minute });
  assert.deepEqual(decideDial(verified({ callback })), { dial: 'begin' });
});

test('a verified callback with an open attempt waits for the end of that attempt', () => {
  assert.deepEqual(decideDial(verified({ attempt: newAttempt(1) })), { dial: 'later' });
});

test('no call is due in any other status, or after a POST that may have succeeded', () => {
  for (const status of callbackStatuses) {
    if (status === 'verified') continue;
    const callback = sampleCallback(status, { verifiedAt: noon });
    const attempts = [undefined, newAttempt(1), { ...throttled, endAsked: true }];
    const closed: Attempt = { ...throttled, outcome: 'carrier-refused', closedAt: noon };
    const posted = (['due', 'unanswered', 'answered', 'refused'] as const).map((post) => ({
      ...throttled,
      post,
    }));
    for (const attempt of [...attempts, closed, ...posted])
      assert.deepEqual(
        decideDial(verified({ callback, attempt, optedOut: true })),
        { dial: 'not-due' },
        status,
      );
    if (status !== 'calling')
      assert.deepEqual(decideDial(verified({ callback, attempt: throttled })), { dial: 'not-due' }, status);
  }
});
