import assert from 'node:assert/strict';
import { test } from 'node:test';
import { business, key, visitor } from '../../../test/support/domain/attempt-events.ts';
import { after, businessSid, sampleAttempt } from '../../../test/support/domain/sample-attempt.ts';
import { sampleCallback } from '../../../test/support/domain/sample-callback.ts';
import { callbackStatuses, hasEnded } from '../callback/state.ts';
import type { AttemptEvent } from './event.ts';
import type { LegStatus } from './leg.ts';
import { afterDial, afterKeys, afterPrompt, type NextInstruction } from './next-instruction.ts';
import { defaultAttemptRules as rules } from './rules.ts';
import type { Attempt } from './state.ts';

const calling = sampleCallback('calling');

function prompt(token: string): Extract<AttemptEvent, { kind: 'prompt-asked' }> {
  return { kind: 'prompt-asked', at: 10_000, sid: businessSid, token };
}

function pressed(digits: string, token: string): Extract<AttemptEvent, { kind: 'key-pressed' }> {
  return { kind: 'key-pressed', at: 12_000, sid: businessSid, digits, token };
}

type Question = ReturnType<typeof prompt> | ReturnType<typeof pressed>;

/** Applies a webhook that asks for an instruction, and returns the answer to it. */
function ask(
  before: Attempt,
  question: Question,
  { callback = calling, screened = true } = {},
): [Attempt, NextInstruction] {
  const known = after(before, [question], { ...rules, screened });
  const answer = question.kind === 'prompt-asked' ? afterPrompt : afterKeys;
  return [
    known,
    answer({ before, after: known, callbackEnded: hasEnded(callback.status), requestToken: question.token }),
  ];
}

const ringing = sampleAttempt('ringing');
const answered = sampleAttempt('answered');

test('a business that picks up is asked to press 1, and again on a webhook retry', () => {
  const [asked, first] = ask(ringing, prompt('p1'));
  assert.deepEqual([first, ask(asked, prompt('p1'))[1]], ['screen', 'screen']);
});

// rule: only-1-accepts
test('only the key 1 dials the visitor', () => {
  for (const digits of ['', '2']) {
    assert.equal(ask(answered, pressed(digits, 'k1'))[1], 'hang-up', `"${digits}"`);
  }
  assert.equal(ask(answered, pressed('1', 'k1'))[1], 'dial-visitor');
});

// rule: only-1-accepts
test('a retry of the request that dialled gets the same answer, others a hang-up', () => {
  const [granted, first] = ask(answered, pressed('1', 'k1'));
  const [, repeated] = ask(granted, pressed('1', 'k1'));
  const [, other] = ask(granted, pressed('1', 'k2'));
  const [, promptAgain] = ask(granted, prompt('p2'));
  assert.deepEqual(
    [first, repeated, other, promptAgain],
    ['dial-visitor', 'dial-visitor', 'hang-up', 'hang-up'],
  );
});

// rule: only-1-accepts
test('without request tokens only the first request dials the visitor', () => {
  const [granted, first] = ask(answered, pressed('1', ''));
  assert.deepEqual([first, ask(granted, pressed('1', ''))[1]], ['dial-visitor', 'hang-up']);
});

// rule: only-1-accepts
test('a key that was not offered is asked about once more, then the call ends', () => {
  for (const digits of ['0', '3', '9', '*', '#', '11', '01']) {
    const [asked, first] = ask(answered, pressed(digits, 'k1'));
    const [, retried] = ask(asked, pressed(digits, 'k1'));
    assert.deepEqual([first, retried, asked.screening], ['ask-again', 'ask-again', 'none'], digits);
    assert.equal(ask(asked, pressed('1', 'k2'))[1], 'dial-visitor', digits);
    const [declined, decline] = ask(asked, pressed('2', 'k2'));
    assert.deepEqual([decline, declined.screening], ['hang-up', 'declined'], digits);
    const [again, second] = ask(asked, pressed('5', 'k2'));
    assert.deepEqual([second, again.screening], ['hang-up', 'silent'], digits);
  }
});

test('a wrong key of a call that dials, has ended or must end is not asked about', () => {
  const [granted] = ask(answered, pressed('1', 'k1'));
  assert.equal(ask(granted, pressed('5', 'k2'))[1], 'hang-up');
  assert.equal(ask(after(answered, [business('completed')]), pressed('5', 'k1'))[1], 'hang-up');
  assert.equal(ask(after(answered, [{ kind: 'end-asked', at: 11_000 }]), pressed('*', 'k1'))[1], 'hang-up');
});

test('without request tokens a wrong key is asked about once', () => {
  const [asked, first] = ask(answered, pressed('7', ''));
  assert.deepEqual([first, ask(asked, pressed('7', ''))[1]], ['ask-again', 'hang-up']);
});

test('a refusal stands, even if the key 1 follows', () => {
  const [declined] = ask(answered, pressed('2', 'k1'));
  assert.equal(ask(declined, pressed('1', 'k2'))[1], 'hang-up');
});

test('without screening the first request and its retries dial the visitor at once', () => {
  const [granted, first] = ask(ringing, prompt('p1'), { screened: false });
  const [, repeated] = ask(granted, prompt('p1'), { screened: false });
  const [, other] = ask(granted, prompt('p2'), { screened: false });
  assert.deepEqual([first, repeated, other], ['dial-visitor', 'dial-visitor', 'hang-up']);
});

test('a call that must end gets a hang-up, for any webhook', () => {
  const unwanted: Attempt[] = [
    after(answered, [{ kind: 'end-asked', at: 11_000 }]),
    after(answered, [business('completed')]),
    sampleAttempt('ended'),
    sampleAttempt('unknown'),
  ];
  for (const attempt of unwanted) {
    for (const question of [prompt('p1'), pressed('1', 'k1')]) {
      assert.equal(ask(attempt, question)[1], 'hang-up');
    }
  }
});

test('a cancellation revokes the permission to dial', () => {
  const [granted] = ask(answered, pressed('1', 'k1'));
  const cancelled = after(granted, [{ kind: 'end-asked', at: 13_000 }]);
  assert.equal(ask(cancelled, pressed('1', 'k1'))[1], 'hang-up');
});

test('an ended callback dials no visitor', () => {
  for (const status of callbackStatuses.filter(hasEnded)) {
    const callback = sampleCallback(status);
    assert.equal(ask(answered, pressed('1', 'k1'), { callback })[1], 'hang-up');
    assert.equal(ask(ringing, prompt('p1'), { callback })[1], 'hang-up');
  }
});

test('the business hears that the visitor was unreachable, but not after a talk', () => {
  const granted = after(answered, [key('1')]);
  const say = (status: Parameters<typeof visitor>[0]) => afterDial(after(granted, [visitor(status)]));
  assert.deepEqual((['busy', 'no-answer', 'failed'] as const).map(say), [
    'say-unreachable',
    'say-unreachable',
    'say-unreachable',
  ]);
  assert.deepEqual((['completed', 'canceled'] as const).map(say), ['hang-up', 'hang-up']);
  assert.equal(afterDial(granted), 'hang-up');
});

test('the business hears that the visitor was unreachable after a dial without a leg', () => {
  const granted = after(answered, [key('1')]);
  const dialled = (status: LegStatus) =>
    after(granted, [
      {
        kind: 'dial-finished',
        at: 20_000,
        sid: businessSid,
        visitor: { sid: undefined, status },
        bridged: undefined,
      },
    ]);
  for (const status of ['failed', 'busy', 'no-answer'] as const) {
    assert.equal(afterDial(dialled(status)), 'say-unreachable', status);
  }
  assert.deepEqual([dialled('busy').visitor.status, dialled('busy').callFault], ['busy', 'none']);
});
