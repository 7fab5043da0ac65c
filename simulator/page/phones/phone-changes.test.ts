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

test('ringing is told once', () => {
  const rings = phone(call({}));
  assert.equal(phoneChanges(phone(call({ status: 'queued' })), rings).rings, 'Call from +1 201 555 0100');
  assert.equal(phoneChanges(null, rings).rings, 'Call from +1 201 555 0100');
  assert.equal(phoneChanges(rings, rings).rings, null);
});

test('only what is newly said is spoken, and nothing that was said before the page looked', () => {
  const before = phone(call({ status: 'in-progress', heard: ['Hello'] }));
  const now = phone(call({ status: 'in-progress', heard: ['Hello', 'Press 1'] }));
  assert.deepEqual(phoneChanges(before, now).heard, ['Press 1']);
  assert.deepEqual(phoneChanges(null, now).heard, []);
});

test('a key and the end of the call silence the voice', () => {
  const before = phone(call({ status: 'in-progress' }));
  const pressed = phone(call({ status: 'in-progress', pressed: '1' }));
  assert.equal(phoneChanges(before, pressed).fellSilent, true);
  const over = { ...phone(), lastCall: call({ status: 'completed', endedAt: '2026-01-05T10:00:05.000Z' }) };
  assert.equal(phoneChanges(before, over).fellSilent, true);
  assert.match(phoneChanges(before, over).ended ?? '', /^Call ended/);
  assert.equal(phoneChanges(phone(), over).ended, null);
});
