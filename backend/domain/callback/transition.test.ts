import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callbackEvents, effectKinds, gaveUp } from '../../../test/support/domain/callback-events.ts';
import { readTable } from '../../../test/support/domain/decision-table.ts';
import {
  sampleCallbackRules as rules,
  sampleCallback,
} from '../../../test/support/domain/sample-callback.ts';
import type { CallbackDecision, Refusal } from './decision.ts';
import { type Callback, callbackStatuses } from './state.ts';
import { advanceCallback } from './transition.ts';

/**
 * `-`: the same object, and nothing is armed or disarmed. `no`: refused. `noted`: the status stays. Otherwise the new
 * status and outcome. `+` arms an effect, `*` arms the first notice, `!` ends the call.
 */
const expected = readTable(`
                    | pending                         | verified                    | calling                      | connected                    | completed | failed                 | cancelled
code-requested      | noted +send-code +expire-request | no                         | no                           | no                           | no        | no                     | no
wrong-code-entered  | noted                           | -                           | -                            | -                            | -         | -                      | -
phone-proven        | verified +place-call +give-up-waiting +last-resort | -        | -                            | -                            | -         | no                     | no
proven-beyond-budget | failed budget-reached *        | -                           | -                            | -                            | -         | no                     | no
phone-vouched       | verified +place-call +give-up-waiting +last-resort | no       | no                           | no                           | no        | no                     | no
live-request-found  | cancelled joined-live-request   | no                          | no                           | no                           | no        | no                     | no
visitor-cancelled   | cancelled cancelled-by-visitor  | cancelled cancelled-by-visitor | cancelled cancelled-by-visitor ! | cancelled cancelled-by-visitor ! | no  | no                     | -
operator-cancelled  | cancelled cancelled-by-operator | cancelled cancelled-by-operator | cancelled cancelled-by-operator ! | cancelled cancelled-by-operator ! | no | no                    | -
retry-asked         | no                              | no                          | no                           | no                           | no        | verified +place-call +give-up-waiting +last-resort | no
marked-done         | no                              | no                          | no                           | no                           | no        | noted                  | no
done-undone         | no                              | no                          | no                           | no                           | no        | -                      | no
attempt-began       | no                              | calling                     | no                           | no                           | no        | no                     | no
business-closed     | no                              | failed after-hours-notified * | failed after-hours-notified * ! | no                        | no        | no                     | no
visitor-opted-out   | no                              | failed opted-out            | failed opted-out !           | no                           | no        | no                     | no
number-blocked      | no                              | failed number-blocked       | failed number-blocked !      | no                           | no        | no                     | no
call-expired        | no                              | failed waited-too-long *    | failed waited-too-long * !   | no                           | no        | no                     | no
budget-reached      | no                              | failed budget-reached *     | failed budget-reached * !    | no                           | no        | no                     | no
visitor-answered    | -                               | -                           | connected                    | -                            | -         | -                      | -
attempt-ended       | -                               | -                           | failed business-busy *       | failed business-busy *       | -         | -                      | -
code-call-began     | no                              | no                          | no                           | no                           | no        | no                     | no
code-text-accepted       | noted                           | -                           | -                            | -                            | -         | -                      | -
code-text-undelivered    | noted                           | -                           | -                            | -                            | -         | -                      | -
notice-accepted     | -                               | -                           | -                            | -                            | -         | noted +check-notice    | -
notice-delayed      | -                               | -                           | -                            | -                            | -         | noted +notify-business | -
notice-handed-over  | -                               | -                           | -                            | -                            | -         | -                      | -
notice-delivered    | -                               | -                           | -                            | -                            | -         | noted                  | -
notice-undelivered  | -                               | -                           | -                            | -                            | -         | noted +notify-business | -
nudge-due           | -                               | -                           | -                            | -                            | -         | noted +send-nudge      | -
nudged              | -                               | -                           | -                            | -                            | -         | -                       | -
text-reported       | -                               | -                           | -                            | -                            | -         | -                      | -
request-expired     | failed not-verified             | -                           | -                            | -                            | -         | -                      | -
wait-exceeded       | -                               | failed waited-too-long *    | -                            | -                            | -         | -                      | -
last-resort-reached | -                               | failed waited-too-long *    | failed unknown-result * !    | failed unknown-result * !    | -         | -                      | -
database-moved      | -                               | failed database-moved *     | failed database-moved * !    | -                            | -         | -                      | -
effect-gave-up      | -                               | -                           | -                            | -                            | -         | -                      | -
`);

/** The decision for each kind of effect that the runner gave up, in the same signs. */
const givenUp = readTable(`
                | pending              | verified                 | calling                   | connected                 | completed | failed                 | cancelled
send-code       | failed code-not-sent | -                        | -                         | -                         | -         | -                      | -
call-code       | failed code-not-sent | -                        | -                         | -                         | -         | -                      | -
place-call      | -                    | failed carrier-refused * | failed unknown-result * ! | failed unknown-result * ! | -         | -                      | -
check-attempt   | -                    | -                        | -                         | -                         | -         | -                      | -
end-call        | -                    | -                        | -                         | -                         | -         | -                      | -
notify-business | -                    | -                        | -                         | -                         | -         | noted +notify-business | -
check-notice    | -                    | -                        | -                         | -                         | -         | -                      | -
warn-owner      | -                    | -                        | -                         | -                         | -         | -                      | -
nudge           | -                    | -                        | -                         | -                         | -         | -                      | -
send-nudge      | -                    | -                        | -                         | -                         | -         | -                      | -
text-visitor    | -                    | -                        | -                         | -                         | -         | -                      | -
expire-request  | failed not-verified  | -                        | -                         | -                         | -         | -                      | -
give-up-waiting | -                    | failed waited-too-long * | -                         | -                         | -         | -                      | -
last-resort     | -                    | failed waited-too-long * | failed unknown-result * ! | failed unknown-result * ! | -         | -                      | -
`);

function signs(before: Callback, decision: CallbackDecision | Refusal): string {
  if ('refused' in decision) return 'no';
  const { callback, arm, disarm, endsAttempt } = decision;
  if (callback === before && arm.length === 0 && disarm.length === 0 && !endsAttempt) return '-';
  const moved = callback.status !== before.status;
  const armsNotice = moved && callback.notice === 'sending';
  return [
    moved ? callback.status : 'noted',
    ...(moved && callback.outcome !== undefined ? [callback.outcome] : []),
    ...(armsNotice ? ['*'] : arm.map(({ effect }) => `+${effect.kind}`)),
    ...(endsAttempt ? ['!'] : []),
  ].join(' ');
}

// rule: every-event-decided
test('the table holds the decision for every event in every status', () => {
  assert.deepEqual([...expected.rows.keys()], Object.keys(callbackEvents));
  assert.deepEqual(expected.columns, callbackStatuses);
  for (const [kind, event] of Object.entries(callbackEvents)) {
    const found = callbackStatuses.map((status) => {
      const before = sampleCallback(status);
      return signs(before, advanceCallback(before, event, rules));
    });
    assert.deepEqual(found, expected.rows.get(kind), kind);
  }
});

// rule: every-event-decided
test('the table holds the decision for every given-up effect in every status', () => {
  assert.deepEqual([...givenUp.rows.keys()], effectKinds);
  for (const effect of effectKinds) {
    const found = callbackStatuses.map((status) => {
      const before = sampleCallback(status);
      return signs(before, advanceCallback(before, gaveUp(effect), rules));
    });
    assert.deepEqual(found, givenUp.rows.get(effect), effect);
  }
});
