import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeChannel } from '../../../backend/domain/effect.ts';
import { deliveredText, takesTheCall } from '../../support/carrier/carrier-script.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';
import { createRecordingSender } from '../../support/engine/recording-sender.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const owner = '+12015550124';
const minute = 60_000;
const refused = { result: 'refused', code: 'http-410', advice: 'gone', fixable: false } as const;

/** A business that declines each call and has these channels; its phone gets no texts. */
async function openShop(noticeChannels: NoticeChannel[], noticesAtOnce: number) {
  const [slack, telegram] = [createRecordingSender('slack'), createRecordingSender('telegram')];
  const harness = await openHarness({
    sites: [sampleSite({ callback: { noticeChannels, noticesAtOnce } })],
    otherSenders: [slack, telegram],
    script: {
      business: () => ({ ...takesTheCall, presses: '2' }),
      text: ({ to }) => (to === owner ? { ...deliveredText, fate: 'refused' } : deliveredText),
    },
  });
  return { harness, slack, telegram };
}

// rule: next-notice-channel
test('a notice reaches the owner by the fourth channel when the first three fail', async () => {
  const { harness, slack, telegram } = await openShop(['sms', 'email', 'slack', 'telegram'], 1);
  await using _closing = harness;
  harness.email.answering = () => ({ ...refused, fixable: true });
  slack.answering = () => refused;
  const { callbackId, reference } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).notice, 'sent');
  assert.deepEqual(
    telegram.notices.map(({ requestReference }) => requestReference),
    [reference],
  );
});

// rule: notices-at-once
test('channels at once each get one notice about a callback', async () => {
  const { harness, slack, telegram } = await openShop(['slack', 'telegram', 'email'], 2);
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  await harness.clock.advance(60 * minute);
  assert.deepEqual([slack.notices.length, telegram.notices.length, harness.email.notices.length], [1, 1, 0]);
});

// rule: notice-tried-for-a-day
test('a throttled channel is not asked again before the time that it named', async () => {
  const { harness, slack } = await openShop(['slack'], 1);
  await using _closing = harness;
  slack.answering = () => ({ result: 'unsent', reason: 'slack/http-429', retryAfterMs: 5 * minute });
  const { callbackId } = await harness.proven();
  await harness.until(() => slack.notices.length === 1);
  slack.answering = () => ({ result: 'accepted', sid: undefined });
  await harness.clock.advance(5 * minute - 1_000);
  assert.equal(slack.notices.length, 1);
  await harness.clock.advance(2_000);
  assert.equal(slack.notices.length, 2);
  assert.equal((await harness.settled(callbackId)).notice, 'sent');
});

const waits: [string, number][] = [
  ['five hours', 5 * 60 * minute],
  ['ten years', 10 * 365 * 24 * 60 * minute],
  ['for ever', Number.POSITIVE_INFINITY],
];

for (const [name, retryAfterMs] of waits) {
  // rule: next-notice-channel
  test(`a channel that wants to wait ${name} does not hold back the next one`, async () => {
    const { harness, slack } = await openShop(['slack', 'email'], 1);
    await using _closing = harness;
    slack.answering = () => ({ result: 'unsent', reason: 'slack/http-429', retryAfterMs });
    const { callbackId } = await harness.proven();
    await harness.until(() => harness.email.notices.length === 1);
    assert.equal((await harness.settled(callbackId)).notice, 'sent');
    assert.equal(slack.notices.length, 1);
  });
}

// rule: notice-tried-for-a-day
test('a channel that wants to wait for ten years is given up after a day', async () => {
  const { harness, slack } = await openShop(['slack'], 1);
  await using _closing = harness;
  slack.answering = () => ({ result: 'unsent', reason: 'slack/http-429', retryAfterMs: waits[1]?.[1] ?? 0 });
  const { callbackId } = await harness.proven();
  await harness.until(() => slack.notices.length === 1);
  await harness.clock.advance(25 * 60 * minute);
  assert.equal(slack.notices.length, 2);
  assert.equal((await harness.record(callbackId)).callback.notice, 'failed');
});
