import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, business, key, visitor } from '../../../test/support/domain/attempt-events.ts';
import {
  after,
  businessSid,
  sampleAttempt,
  visitorSid,
} from '../../../test/support/domain/sample-attempt.ts';
import { isAttemptOpen } from './state.ts';

test('reports and keys of another call add only its SID', () => {
  const answered = sampleAttempt('answered');
  const other = 'CA-other';
  for (const event of [
    { kind: 'key-pressed', at, sid: other, digits: '1', token: 'keys-2' },
    { kind: 'prompt-asked', at, sid: other, token: 'prompt-2' },
    { kind: 'dial-finished', at, sid: other, visitor: undefined, bridged: false },
    business('completed', other),
  ] as const) {
    const heard = after(answered, [event]);
    assert.deepEqual({ ...heard, strays: [] }, answered, event.kind);
    assert.deepEqual(heard.strays, event.kind === 'dial-finished' ? [] : [other]);
  }
});

test('a call that is over gets no permission to dial', () => {
  const over = after(sampleAttempt('answered'), [business('completed')]);
  const pressed = after(over, [key('1')]);
  assert.ok(isAttemptOpen(pressed));
  assert.deepEqual([pressed.screening, pressed.dialToken], ['accepted', undefined]);
});

test('a dial reported as not bridged is no conversation, however long the leg', () => {
  const denied = after(sampleAttempt('accepted'), [
    {
      kind: 'dial-finished',
      at,
      sid: businessSid,
      visitor: { sid: visitorSid, status: 'completed', talkSeconds: 60 },
      bridged: false,
    },
    business('completed'),
  ]);
  assert.equal(denied.outcome, 'short-or-voicemail');
});

test('a closed attempt with a dead call adds no more facts', () => {
  const ended = sampleAttempt('ended');
  const late = { sid: businessSid, status: 'completed', talkSeconds: 99 } as const;
  assert.equal(after(ended, [{ kind: 'leg-reported', at, leg: 'business', report: late }]), ended);
  assert.equal(after(ended, [visitor('completed', 99)]), ended);
});
