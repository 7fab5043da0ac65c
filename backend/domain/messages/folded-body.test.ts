import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleCallback } from '../../../test/support/domain/sample-callback.ts';
import type { Callback } from '../callback/state.ts';
import type { NoticeChannel } from '../effect.ts';
import { messageBodies } from './message-body.ts';
import { smsSize } from './sms-segments.ts';

const messageBody = messageBodies('en');
const minute = 60_000;
const list = 'https://calls.example.com/admin/';

/** Missed callbacks, of which one ends every `everyMs`. */
function missed(count: number, everyMs: number, name = 'Ann Example'): Callback[] {
  return Array.from({ length: count }, (_, n) => ({
    ...sampleCallback('failed'),
    reference: `REF-${n}`,
    visitor: { name, phone: `+1201555${String(100 + (n % 100)).padStart(4, '0')}`, email: undefined },
    endedAt: n * everyMs,
  }));
}

function bodyOf(callbacks: Callback[], channel: NoticeChannel, links = true): string {
  const linkOf = ({ reference }: Callback) =>
    links ? `https://calls.example.com/r/${reference}${'x'.repeat(60)}` : undefined;
  return messageBody.folded({
    title: messageBody.burstTitle(callbacks),
    channel,
    callbacks,
    linkOf,
    listLink: links ? list : undefined,
  });
}

test('a folded notice says how many were missed in which time, and lists them', () => {
  assert.deepEqual(bodyOf(missed(5, 30_000), 'sms', false).split('\n'), [
    '5 missed callbacks in 2 minutes',
    'Ann Example +12015550100 REF-0',
    'Ann Example +12015550101 REF-1',
    'Ann Example +12015550102 REF-2',
    'Ann Example +12015550103 REF-3',
    'Ann Example +12015550104 REF-4',
  ]);
});

for (const [everyMs, said] of [
  [0, '1 minute'],
  [30 * minute, '90 minutes'],
  [3 * 60 * minute, '9 hours'],
] as const)
  test(`missed callbacks ${everyMs / minute} minutes apart are told as ${said}`, () => {
    assert.equal(messageBody.burstTitle(missed(4, everyMs)), `4 missed callbacks in ${said}`);
  });

test('each callback of a folded notice has its link where the channel has room', () => {
  const email = bodyOf(missed(1_000, 60), 'email');
  for (const n of [0, 499, 999]) assert.ok(email.includes(`REF-${n}\nhttps://calls.example.com/r/REF-${n}x`));
  assert.ok(!email.includes('more'));
});

for (const [what, name] of [
  ['Latin', 'Ann Example'],
  ['Japanese', '山田太郎'],
  ['very long', 'x'.repeat(500)],
] as const)
  test(`a text about 1,000 callbacks with ${what} names has three segments`, () => {
    const text = bodyOf(missed(1_000, 60, name), 'sms');
    assert.ok(smsSize(text).segments <= 3, text);
    const shown = text.split('\n').length - 2;
    assert.ok(shown >= 3, text);
    assert.ok(text.endsWith(`and ${1_000 - shown} more: ${list}`), text);
    assert.match(text, /^1000 missed callbacks in 1 minute\n.*REF-0\n/);
  });

for (const [channel, longest] of [
  ['slack', 3_000],
  ['discord', 2_000],
  ['telegram', 4_096],
  ['ntfy', 4_096],
] as const)
  test(`a folded notice about 1,000 callbacks stays below the limit of ${channel}`, () => {
    const text = bodyOf(missed(1_000, 60, '*_`[]()*_`[]()'), channel);
    // The service's escapes double a sign at most.
    assert.ok(text.length * 2 <= longest * (channel === 'discord' ? 1 : 2), String(text.length));
    assert.match(text, /and \d+ more: https:\/\/calls\.example\.com\/admin\/$/);
  });
