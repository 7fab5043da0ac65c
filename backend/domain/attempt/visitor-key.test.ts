import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, business, key, visitor } from '../../../test/support/domain/attempt-events.ts';
import { after, businessSid, newAttempt, visitorSid } from '../../../test/support/domain/sample-attempt.ts';
import type { AttemptEvent } from './event.ts';
import { afterDial, afterVisitorKeys, afterVisitorPrompt } from './next-instruction.ts';
import { defaultAttemptRules as rules } from './rules.ts';
import { type Attempt, phaseOf } from './state.ts';
import { advanceAttempt } from './transition.ts';

type Heard = Partial<Extract<AttemptEvent, { kind: 'visitor-key-pressed' }>>;

function visitorKey(digits: string, differing: Heard = {}): AttemptEvent {
  const about = { sid: visitorSid, parentSid: businessSid, isLast: false, ...differing };
  return { kind: 'visitor-key-pressed', at, digits, ...about };
}

/** The business pressed 1, and the visitor's phone was answered. */
function asked(visitorScreened = true): Attempt {
  return after(newAttempt(1, visitorScreened), [
    business('in-progress'),
    key('1'),
    visitor('ringing'),
    visitor('in-progress'),
  ]);
}

function instruction(before: Attempt, digits: string, isLast = false, callbackEnded = false) {
  const heard = after(before, [visitorKey(digits, { isLast })]);
  return afterVisitorKeys({ after: heard, callbackEnded }, { digits, isLast });
}

// rule: visitor-press-1
test('a visitor who must press 1 is connected by the key, not by the answer', () => {
  assert.equal(phaseOf(asked(false)), 'bridged');
  assert.equal(phaseOf(asked()), 'accepted');
  const { attempt, tells } = advanceAttempt(asked(), visitorKey('1'), rules);
  assert.deepEqual([phaseOf(attempt), tells?.kind], ['bridged', 'visitor-answered']);
  for (const digits of ['', '2', '#', '11']) {
    const other = advanceAttempt(asked(), visitorKey(digits), rules);
    assert.deepEqual([phaseOf(other.attempt), other.tells], ['accepted', undefined], digits);
  }
});

// rule: visitor-press-1
test('only 1 connects the visitor; another key is asked about once, silence ends it', () => {
  assert.equal(afterVisitorPrompt({ after: asked(), callbackEnded: false }), 'screen-visitor');
  assert.equal(afterVisitorPrompt({ after: asked(false), callbackEnded: false }), 'connect-visitor');
  assert.equal(instruction(asked(), '1'), 'connect-visitor');
  assert.equal(instruction(asked(), '1', true), 'connect-visitor');
  for (const digits of ['2', '*', '#', '11']) {
    assert.equal(instruction(asked(), digits), 'ask-visitor-again', digits);
    assert.equal(instruction(asked(), digits, true), 'hang-up', digits);
  }
  assert.equal(instruction(asked(), ''), 'hang-up');
});

// rule: visitor-press-1
test('a key after the end connects no call', () => {
  assert.equal(instruction(asked(), '1', false, true), 'hang-up', 'the callback was cancelled');
  const ending = after(asked(), [{ kind: 'end-asked', at }]);
  assert.equal(instruction(ending, '1'), 'hang-up');
  assert.equal(afterVisitorPrompt({ after: ending, callbackEnded: false }), 'hang-up');
  const dead = after(asked(), [business('completed')]);
  assert.equal(instruction(dead, '1'), 'hang-up');
});

test('a key in a call of another business’s leg says nothing', () => {
  const before = asked();
  const foreign = visitorKey('1', { parentSid: 'CA-other' });
  assert.equal(after(before, [foreign]), before);
});

test('a business whose visitor did not press 1 hears that they could not be reached', () => {
  const ended = (before: Attempt) => after(before, [visitor('completed', 14)]);
  assert.equal(afterDial(ended(asked())), 'say-unreachable');
  assert.equal(afterDial(ended(after(asked(), [visitorKey('')]))), 'say-unreachable');
  assert.equal(afterDial(ended(after(asked(), [visitorKey('1')]))), 'hang-up');
  assert.equal(afterDial(ended(asked(false))), 'hang-up');
});
