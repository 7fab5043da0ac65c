import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isDead, type LegReport, legStatuses, mergeLeg, unseenLeg, wasAnswered } from './leg.ts';

const report: fc.Arbitrary<LegReport> = fc.record({
  sid: fc.constant('CA1'),
  status: fc.constantFrom(...legStatuses),
  talkSeconds: fc.option(fc.nat(600), { nil: undefined }),
});

test('a leg does not depend on the order or repetition of its reports', () => {
  const orders = fc
    .array(report, { minLength: 1, maxLength: 8 })
    .chain((reports) =>
      fc.tuple(
        fc.constant(reports),
        fc.shuffledSubarray([...reports, ...reports], { minLength: reports.length * 2 }),
      ),
    );
  fc.assert(
    fc.property(orders, ([usual, other]) => {
      assert.deepEqual(other.reduce(mergeLeg, unseenLeg), usual.reduce(mergeLeg, unseenLeg));
    }),
  );
});

test('a report without new facts returns the same leg', () => {
  const leg = mergeLeg(unseenLeg, { sid: 'CA1', status: 'in-progress', talkSeconds: 5 });
  assert.equal(mergeLeg(leg, { sid: 'CA1', status: 'ringing' }), leg);
  assert.equal(mergeLeg(leg, { sid: 'CA1', status: 'in-progress', talkSeconds: 3 }), leg);
});

test('a dead leg never becomes alive again', () => {
  for (const end of legStatuses.filter((status) => isDead({ status }))) {
    const dead = mergeLeg(unseenLeg, { sid: 'CA1', status: end });
    for (const status of legStatuses) assert.ok(isDead(mergeLeg(dead, { sid: 'CA1', status })));
  }
});

test('isDead and wasAnswered classify every status', () => {
  const dead = legStatuses.filter((status) => isDead({ status }));
  assert.deepEqual(dead, ['completed', 'busy', 'no-answer', 'failed', 'canceled']);
  assert.ok(!isDead(unseenLeg));
  const answered = legStatuses.filter((status) => wasAnswered({ status }));
  assert.deepEqual(answered, ['in-progress', 'completed']);
});
