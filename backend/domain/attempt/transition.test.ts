import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attemptEvents } from '../../../test/support/domain/attempt-events.ts';
import { readTable } from '../../../test/support/domain/decision-table.ts';
import { type AttemptStand, sampleAttempt } from '../../../test/support/domain/sample-attempt.ts';
import type { AttemptEventKind } from './event.ts';
import { defaultAttemptRules as rules } from './rules.ts';
import { type Attempt, phaseOf } from './state.ts';
import { type AttemptDecision, advanceAttempt } from './transition.ts';

/**
 * `-`: the same object, nothing armed. `noted`: new facts, same phase. `asked`: no new facts, the next check is armed.
 * `+`: arms an effect. `connected`: reports to the callback that the visitor answered.
 */
const expected = readTable(`
                         | due                      | unanswered               | unprocessed              | listed                   | placed                   | ringing                  | answered                 | accepted                 | bridged                  | ended           | unknown
intent-renewed           | -                        | -                        | noted                    | -                        | -                        | -                        | -                        | -                        | -                        | -               | -
call-placed              | placed                   | placed                   | placed                   | placed                   | -                        | -                        | -                        | -                        | -                        | -               | noted +end-call
call-placed, another     | placed                   | placed                   | placed                   | placed                   | noted +end-call          | noted +end-call          | noted +end-call          | noted +end-call          | noted +end-call          | noted +end-call | noted +end-call
call-refused             | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | -                        | -                        | -                        | -                        | -                        | -               | -
call-unprocessed         | noted +place-call        | -                        | -                        | -                        | -                        | -                        | -                        | -                        | -                        | -               | -
call-unanswered          | noted                    | -                        | -                        | -                        | -                        | -                        | -                        | -                        | -                        | -               | -
business rings           | ringing                  | ringing                  | ringing                  | ringing                  | ringing                  | -                        | -                        | -                        | -                        | -               | noted +end-call
business answers         | answered                 | answered                 | answered                 | answered                 | answered                 | answered                 | -                        | -                        | -                        | -               | noted +end-call
business completed       | answered                 | answered                 | answered                 | answered                 | answered                 | answered                 | noted                    | noted                    | noted                    | -               | noted
business busy            | ended business-busy      | ended business-busy      | ended business-busy      | ended business-busy      | ended business-busy      | ended business-busy      | ended business-busy      | ended business-busy      | ended business-busy      | -               | noted
business no-answer       | ended business-no-answer | ended business-no-answer | ended business-no-answer | ended business-no-answer | ended business-no-answer | ended business-no-answer | ended business-no-answer | ended business-no-answer | ended business-no-answer | -               | noted
business failed          | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | -               | noted
business canceled        | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | ended carrier-refused    | ended business-no-answer | ended business-no-answer | ended business-no-answer | ended business-no-answer | -               | noted
another call rings       | ringing                  | ringing                  | ringing                  | ringing                  | noted +end-call          | noted +end-call          | noted +end-call          | noted +end-call          | noted +end-call          | noted +end-call | noted +end-call
visitor rings            | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | noted                    | -                        | -               | -
visitor answers          | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | -                        | -               | -
visitor completed        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | noted                    | -               | -
visitor busy             | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | noted                    | accepted                 | -               | -
prompt-asked             | answered                 | answered                 | answered                 | answered                 | answered                 | answered                 | -                        | -                        | -                        | -               | noted +end-call
key 1                    | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | -                        | -                        | -               | noted +end-call
key 2                    | answered                 | answered                 | answered                 | answered                 | answered                 | answered                 | noted                    | answered                 | noted                    | -               | noted +end-call
key 5                    | answered                 | answered                 | answered                 | answered                 | answered                 | answered                 | noted                    | noted                    | noted                    | -               | noted +end-call
no key                   | answered                 | answered                 | answered                 | answered                 | answered                 | answered                 | noted                    | -                        | -                        | -               | noted +end-call
dial-finished            | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | accepted                 | noted                    | accepted                 | -               | -
dial refused             | noted                    | noted                    | noted                    | noted                    | noted                    | noted                    | noted                    | noted                    | noted                    | -               | -
visitor presses 1        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | bridged connected        | -                        | -               | -
instruction-failed       | answered                 | answered                 | answered                 | answered                 | answered                 | answered                 | noted                    | noted                    | noted                    | -               | noted +end-call
not found, early         | asked                    | asked                    | asked                    | noted                    | asked                    | asked                    | asked                    | asked                    | asked                    | -               | -
not found, window closed | unknown                  | unknown                  | asked                    | unknown                  | asked                    | asked                    | asked                    | asked                    | asked                    | -               | -
not known to the carrier | unknown                  | unknown                  | asked                    | asked                    | asked                    | asked                    | asked                    | asked                    | asked                    | -               | -
fetched, talking         | answered                 | answered                 | answered                 | answered                 | answered                 | answered                 | asked                    | asked                    | asked                    | -               | noted +end-call
fetched, over            | ended talked             | ended talked             | ended talked             | ended talked             | ended talked             | ended talked             | ended talked             | ended talked             | ended talked             | -               | noted
listed, rings            | noted                    | noted                    | noted                    | noted                    | asked                    | asked                    | asked                    | asked                    | asked                    | -               | -
listed, over             | unknown                  | unknown                  | noted                    | unknown                  | asked                    | asked                    | asked                    | asked                    | asked                    | -               | -
end-asked                | noted +end-call          | noted +end-call          | ended called-off         | noted +end-call          | noted +end-call          | noted +end-call          | noted +end-call          | noted +end-call          | noted +end-call          | -               | -
check-gave-up            | asked                    | asked                    | ended carrier-refused    | asked                    | asked                    | asked                    | asked                    | asked                    | asked                    | -               | -
check-gave-up, late      | unknown                  | unknown                  | ended carrier-refused    | asked                    | asked                    | asked                    | asked                    | asked                    | asked                    | -               | -
`);

const stands = expected.columns as AttemptStand[];

function signs(before: Attempt, { attempt, arm, tells }: AttemptDecision): string {
  const others = arm.filter(({ effect }) => effect.kind !== 'check-attempt');
  const changed = attempt !== before;
  const moved = phaseOf(attempt) !== phaseOf(before);
  const still = changed ? 'noted' : arm.length > others.length ? 'asked' : '-';
  return [
    moved ? phaseOf(attempt) : still,
    ...(moved && phaseOf(attempt) === 'ended' ? [attempt.outcome] : []),
    ...others.map(({ effect }) => `+${effect.kind}`),
    ...(tells?.kind === 'visitor-answered' ? ['connected'] : []),
  ].join(' ');
}

// rule: every-event-decided
test('the table holds the decision for every event in every phase', () => {
  const kinds = new Set<AttemptEventKind>(Object.values(attemptEvents).map(({ kind }) => kind));
  assert.equal(kinds.size, 16, 'the samples contain every kind of event');
  assert.deepEqual([...expected.rows.keys()], Object.keys(attemptEvents));
  for (const [name, event] of Object.entries(attemptEvents)) {
    const found = stands.map((stand) => {
      const before = sampleAttempt(stand);
      return signs(before, advanceAttempt(before, event, rules));
    });
    assert.deepEqual(found, expected.rows.get(name), name);
  }
});

test('each sample attempt is in the phase of its name', () => {
  const early: AttemptStand[] = ['due', 'unanswered', 'unprocessed', 'listed'];
  for (const stand of stands) {
    const attempt = sampleAttempt(stand);
    const post = attempt.listed === undefined ? attempt.post : 'listed';
    const found = phaseOf(attempt) === 'intended' ? post : phaseOf(attempt);
    assert.equal(found, stand);
    assert.equal(attempt.business.sid === undefined, early.includes(stand) || stand === 'unknown');
  }
});
