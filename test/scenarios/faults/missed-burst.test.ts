import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Callback } from '../../../backend/domain/callback/state.ts';
import { effectKey, type NoticeChannel } from '../../../backend/domain/effect.ts';
import type { Change, Message } from '../../../backend/ports/store/change.ts';
import {
  type CarrierScript,
  deliveredText,
  type TextFate,
  takesTheCall,
} from '../../support/carrier/carrier-script.ts';
import { sampleCallback } from '../../support/domain/sample-callback.ts';
import type { Crossing } from '../../support/engine/crashing-port.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { createRecordingSender } from '../../support/engine/recording-sender.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const owner = '+12015550124';
const minute = 60_000;

type Options = {
  channels?: readonly NoticeChannel[];
  atOnce?: number;
  text?: Partial<TextFate>;
  watch?: (crossing: Crossing) => 'kill' | undefined;
};

/** A business with many lines that declines each call. */
async function openBusy({ channels = ['sms'], atOnce = 1, text = {}, watch }: Options = {}) {
  const [slack, webhook] = [createRecordingSender('slack'), createRecordingSender('webhook')];
  const script: Partial<CarrierScript> = {
    business: () => ({ ...takesTheCall, presses: '2' }),
    text: ({ to }) => (to === owner ? { ...deliveredText, ...text } : deliveredText),
  };
  const harness = await openHarness({
    sites: [
      sampleSite({ site: { lines: 1_000 }, callback: { noticeChannels: channels, noticesAtOnce: atOnce } }),
    ],
    otherSenders: [slack, webhook],
    script,
    ...(watch && { watch }),
  });
  return { harness, slack, webhook };
}

async function missMany(
  harness: Harness,
  count: number,
): Promise<{ callbackId: string; reference: string }[]> {
  const missed = [];
  for (let n = 0; n < count; n += 1) {
    const phone = `+1201555${String(2_000 + n).padStart(4, '0')}`;
    missed.push(await harness.proven({ name: `Visitor ${n}`, phone, client: `visitor ${n}` }));
  }
  return missed;
}

function ownersTexts({ carrier }: Harness): string[] {
  return carrier.carriedOutTexts.filter(({ to }) => to === owner).map(({ body }) => body);
}

async function noticesOf(harness: Harness, missed: readonly { callbackId: string }[]): Promise<string[]> {
  const records = await Promise.all(missed.map(({ callbackId }) => harness.record(callbackId)));
  return records.map(({ callback }) => callback.notice);
}

async function untilAll(harness: Harness, missed: readonly { callbackId: string }[], notice: string) {
  await harness.until(async () => (await noticesOf(harness, missed)).every((each) => each === notice));
}

/** The references that each text names. */
function told(texts: readonly string[], missed: readonly { reference: string }[]): number[] {
  return texts.map((text) => missed.filter(({ reference }) => text.includes(reference)).length);
}

// rule: burst-folded
test('of five callbacks missed in a row the first is told at once, four in one text', async () => {
  const { harness } = await openBusy();
  await using _closing = harness;
  const missed = await missMany(harness, 5);
  await harness.until(() => ownersTexts(harness).length === 1);
  await harness.clock.advance(10_000);
  assert.deepEqual(told(ownersTexts(harness), missed), [1]);
  await untilAll(harness, missed, 'sent');
  assert.deepEqual(told(ownersTexts(harness), missed), [1, 4]);
  assert.match(ownersTexts(harness)[1] ?? '', /^4 missed callbacks in 1 minute\n/);
  await harness.clock.advance(30 * minute);
  assert.equal(ownersTexts(harness).length, 2);
  assert.deepEqual(harness.rows('select kind from effects'), []);
  assert.deepEqual(harness.rows('select part from reservations'), []);
});

// rule: burst-folded
test('two callbacks missed ten minutes apart are told in two texts', async () => {
  const { harness } = await openBusy();
  await using _closing = harness;
  const first = await harness.proven();
  await harness.settled(first.callbackId);
  await harness.clock.advance(10 * minute);
  const second = await harness.proven();
  const { endedAt = 0 } = await harness.settled(second.callbackId);
  assert.ok(harness.clock.now() - endedAt < 5_000);
  assert.deepEqual(told(ownersTexts(harness), [first, second]), [1, 1]);
});

// rule: burst-folded
test('each channel folds a burst, except signed requests, which programs read', async () => {
  const { harness, slack, webhook } = await openBusy({ channels: ['slack', 'webhook', 'sms'], atOnce: 3 });
  await using _closing = harness;
  const missed = await missMany(harness, 6);
  await untilAll(harness, missed, 'sent');
  await harness.clock.advance(10 * minute);
  assert.deepEqual(told(ownersTexts(harness), missed), [1, 5]);
  assert.deepEqual(
    slack.notices.map(({ burst }) => burst?.count ?? 1),
    [1, 5],
  );
  assert.deepEqual(
    webhook.notices.map(({ requestReference }) => requestReference).sort(),
    missed.map(({ reference }) => reference).sort(),
  );
});

// rule: burst-folded
test('a folded text that is lost starts the next channel for each of its callbacks', async () => {
  const { harness } = await openBusy({
    channels: ['sms', 'email'],
    text: { report: 'undelivered', reportAfter: 20_000 },
  });
  await using _closing = harness;
  const missed = await missMany(harness, 4);
  await untilAll(harness, missed, 'sent');
  assert.deepEqual(told(ownersTexts(harness), missed), [1, 3]);
  const mails = harness.email.notices.map(({ text }) => text);
  assert.deepEqual(
    told(mails, missed).reduce((sum, count) => sum + count, 0),
    4,
  );
});

for (const when of ['before', 'after'] as const) {
  // rule: burst-folded
  test(`a process that dies ${when} sending a folded notice loses and repeats none`, async () => {
    let sends = 0;
    const { harness } = await openBusy({
      watch: ({ what, when: side }) => {
        if (what !== 'send' || side !== when) return undefined;
        sends += 1;
        // Four codes and the first notice come before the folded one.
        return sends === 6 ? 'kill' : undefined;
      },
    });
    await using _closing = harness;
    const missed = await missMany(harness, 4);
    await harness.clock.advance(3 * minute);
    assert.equal(harness.isRunning(), false);
    await harness.reopen();
    await untilAll(harness, missed, 'sent');
    await harness.clock.advance(10 * minute);
    assert.deepEqual(told(ownersTexts(harness), missed), [1, 3]);
  });
}

for (const [what, act] of [
  ['is retried', (harness: Harness, id: string) => harness.retry(id)],
  ['is erased', (harness: Harness, id: string) => erase(harness, id)],
] as const) {
  // rule: burst-folded
  test(`the others are still told when the callback that was to tell about them ${what}`, async () => {
    const { harness } = await openBusy({ text: { fate: 'unsent' } });
    await using _closing = harness;
    const missed = await missMany(harness, 4);
    const leaders = () => harness.rows('select distinct told_by from messages where told_by is not null');
    await harness.until(() => leaders().length === 2);
    const [leading] = harness.rows(
      'select request_id as id from messages where told_by = message_id order by created_at desc',
    );
    await act(harness, String(leading?.id));
    Object.assign(harness.carrier.script, { text: () => deliveredText });
    const others = missed.filter(({ callbackId }) => callbackId !== leading?.id);
    await untilAll(harness, others, 'sent');
  });
}

for (const channels of [
  ['sms', 'webhook'],
  ['webhook', 'sms'],
] as const) {
  // rule: burst-folded
  test(`the others are still told when the first is told otherwise: ${channels.join(', then ')}`, async () => {
    const { harness, webhook } = await openBusy({ channels, text: { fate: 'unsent' } });
    await using _closing = harness;
    webhook.answering = () => ({ result: 'unsent', reason: 'no answer' });
    const missed = await missMany(harness, 4);
    const followed = () =>
      harness.rows(`select request_id as id, reference from messages join callbacks using (request_id)
        where message_id in (select told_by from messages where message_id <> told_by)`);
    await harness.until(() => followed().length > 0);
    const [leading] = followed();
    webhook.answering = ({ requestReference }) =>
      requestReference === leading?.reference
        ? { result: 'accepted', sid: undefined }
        : { result: 'unsent', reason: 'no answer' };
    await untilAll(harness, [{ callbackId: String(leading?.id) }], 'sent');
    Object.assign(harness.carrier.script, { text: () => deliveredText });
    await untilAll(harness, missed, 'sent');
    assert.equal(
      told(ownersTexts(harness), missed).reduce((sum, count) => sum + count, 0),
      3,
    );
  });
}

// rule: burst-folded
test('a text about an earlier end of its callback is not taken for a folded text', async () => {
  const { harness } = await openBusy();
  await using _closing = harness;
  const [, , retried] = await missMany(harness, 3);
  await harness.until(() => ownersTexts(harness).length === 2);
  await harness.retry(String(retried?.callbackId));
  const other = await harness.proven({ name: 'Visitor 3', phone: '+12015552003', client: 'visitor 3' });
  let tries = 0;
  const text = ({ to }: { to: string }): TextFate => {
    tries += to === owner ? 1 : 0;
    return tries === 1 ? { ...deliveredText, fate: 'lost' } : deliveredText;
  };
  Object.assign(harness.carrier.script, { text });
  await untilAll(harness, [other], 'sent');
  assert.equal(tries, 2);
  assert.deepEqual(told(ownersTexts(harness).slice(2), [other]), [1]);
});

async function erase(harness: Harness, callbackId: string): Promise<void> {
  const { ports } = harness.process();
  const { callback } = await harness.record(callbackId);
  const erased = await ports.personalData.erase(callback.visitor.phone, { actor: 'test', at: 0 });
  assert.equal(erased.ok, true);
}

/** Commits missed callbacks whose notice is due, as the end of a call does. */
async function missAtOnce(harness: Harness, count: number): Promise<Callback[]> {
  const { store } = harness.process().ports;
  const at = harness.clock.now();
  const callbacks = Array.from({ length: count }, (_, n) => ({
    ...sampleCallback('failed', { notice: 'sending', notices: [{ channel: 'sms', state: 'sending' }] }),
    callbackId: `callback ${n}`,
    reference: `R-${n}.`,
    visitor: { name: `Visitor ${n}`, phone: `+1201555${2_000 + n}`, email: undefined },
    endedAt: at,
  }));
  await Promise.all(callbacks.map((after) => store.commit(missedChange(after, at))));
  return callbacks;
}

function missedChange(after: Callback, at: number): Change {
  const effect = { kind: 'notify-business', channel: 'sms', attempt: after.attempts } as const;
  const { callbackId, siteId } = after;
  const message: Message = {
    messageId: `message of ${callbackId}`,
    callbackId,
    siteId,
    purpose: 'missed-call',
    channel: 'sms',
    effectKey: effectKey(effect),
    to: owner,
    status: 'due',
    sid: undefined,
    errorCode: undefined,
    createdAt: at,
  };
  return {
    callback: { before: undefined, after },
    messages: [{ before: undefined, after: message }],
    arm: [{ effect, dueAt: at }],
    audit: [],
  };
}

// rule: burst-folded
test('of a thousand callbacks missed at once none is lost, and two texts tell', async () => {
  const { harness } = await openBusy();
  await using _closing = harness;
  const missed = await missAtOnce(harness, 1_000);
  await harness.clock.advance(5 * minute);
  assert.deepEqual(new Set(await noticesOf(harness, missed)), new Set(['sent']));
  const counts = ownersTexts(harness).map((text) => Number(/^(\d+) missed/.exec(text)?.[1] ?? 1));
  assert.ok(counts.length <= 3, String(counts));
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    1_000,
  );
});
