import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallSnapshot, PhoneSnapshot } from '../../control/snapshot.ts';
import { phoneChanges } from './phone-changes.ts';

function call(changes: Partial<CallSnapshot>): CallSnapshot {
  return {
    sid: 'CA1',
    legs: [],
    direction: 'outbound-api',
    from: '+12015550100',
    to: '+12015550123',
    status: 'ringing',
    createdAt: '2026-01-05T10:00:00.000Z',
    durationSeconds: 0,
    heard: [],
    pressed: '',
    ...changes,
  };
}

function phone(...calls: CallSnapshot[]): PhoneSnapshot {
  return {
    number: '+12015550123',
    script: 'manual',
    calls,
    messages: [],
  };
}

test('ringing is announced once', () => {
  const rings = phone(call({}));
  assert.equal(phoneChanges(phone(call({ status: 'queued' })), rings).rings, 'Call from +1 201 555 0100');
  assert.equal(phoneChanges(undefined, rings).rings, 'Call from +1 201 555 0100');
  assert.equal(phoneChanges(rings, rings).rings, undefined);
});

test('only new words are spoken, and none from before the first snapshot', () => {
  const before = phone(call({ status: 'in-progress', heard: ['Hello'] }));
  const now = phone(call({ status: 'in-progress', heard: ['Hello', 'Press 1'] }));
  assert.deepEqual(phoneChanges(before, now).heard, ['Press 1']);
  assert.deepEqual(phoneChanges(undefined, now).heard, []);
});

test('a pressed key or the end of the call stops the voice', () => {
  const before = phone(call({ status: 'in-progress' }));
  const pressed = phone(call({ status: 'in-progress', pressed: '1' }));
  assert.equal(phoneChanges(before, pressed).isSilenced, true);
  const over = { ...phone(), lastCall: call({ status: 'completed', endedAt: '2026-01-05T10:00:05.000Z' }) };
  assert.equal(phoneChanges(before, over).isSilenced, true);
  assert.match(phoneChanges(before, over).ended ?? '', /^Call ended/);
  assert.equal(phoneChanges(phone(), over).ended, undefined);
});
