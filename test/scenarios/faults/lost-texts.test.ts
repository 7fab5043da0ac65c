import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeChannel } from '../../../backend/domain/effect.ts';
import {
  type CarrierScript,
  deliveredText,
  type TextFate,
  takesTheCall,
} from '../../support/carrier/carrier-script.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const owner = '+12015550124';
const minute = 60_000;
const hour = 60 * minute;

type Options = Partial<TextFate> & {
  channels?: readonly NoticeChannel[];
  asking?: CarrierScript['askingText'];
};

/** A missed callback whose notice has this result by SMS. Codes arrive. */
async function openMissed({ channels = ['sms'], asking = () => 'answered', ...fate }: Options) {
  const harness = await openHarness({
    sites: [sampleSite({ callback: { noticeChannels: channels } })],
    script: {
      business: () => ({ ...takesTheCall, presses: '2' }),
      text: ({ to }) => (to === owner ? { ...deliveredText, ...fate } : deliveredText),
      askingText: asking,
    },
  });
  const { callbackId, reference } = await harness.proven();
  await harness.until(async () => (await harness.record(callbackId)).callback.status === 'failed');
  return { harness, callbackId, reference };
}

function arrivedAtOwner({ carrier }: Harness): number {
  return carrier.carriedOutTexts.filter(({ to }) => to === owner).length;
}

function sentToOwner({ carrier }: Harness): number {
  return carrier.texts.filter(({ to }) => to === owner).length;
}

async function noticeOf(harness: Harness, callbackId: string) {
  return (await harness.record(callbackId)).callback.notice;
}

function errorsAbout({ log }: Harness, reference: string): string[] {
  return log
    .filter(({ level, fields }) => level === 'error' && fields.reference === reference)
    .map(({ message }) => message);
}

for (const [what, outageMs, options] of [
  ['the carrier is down for 16 minutes', 16 * minute, { fate: 'unsent' }],
  ['the carrier gives no answers for 3 hours', 3 * hour, { fate: 'lost', asking: () => 'fails' }],
  ['the key is wrong for 10 hours', 10 * hour, { fate: 'unauthorized' }],
] as const satisfies [string, number, Options][]) {
  // rule: notice-tried-for-a-day
  test(`the text is not lost when ${what}`, async () => {
    const { harness, callbackId, reference } = await openMissed(options);
    await using _closing = harness;
    await harness.clock.advance(outageMs);
    assert.equal(await noticeOf(harness, callbackId), 'delayed');
    assert.match(errorsAbout(harness, reference).join(), /missed-call notice delayed/);
    Object.assign(harness.carrier.script, { text: () => deliveredText, askingText: () => 'answered' });
    await harness.until(async () => (await noticeOf(harness, callbackId)) === 'sent');
    assert.equal(arrivedAtOwner(harness), 1);
    await harness.clock.advance(hour);
    assert.deepEqual(harness.rows('select kind from effects'), []);
  });
}

// rule: notice-tried-for-a-day
test('an email is not lost while the password of the mail server is wrong', async () => {
  const { harness, callbackId, reference } = await openMissed({
    fate: 'refused',
    channels: ['sms', 'email'],
  });
  await using _closing = harness;
  let works = false;
  harness.email.answering = () =>
    works
      ? { result: 'accepted', sid: undefined }
      : { result: 'refused', code: '535', advice: 'check SMTP_URL', fixable: true };
  await harness.until(async () => (await noticeOf(harness, callbackId)) === 'delayed');
  await harness.clock.advance(5 * hour);
  works = true;
  await harness.until(async () => (await noticeOf(harness, callbackId)) === 'sent');
  const lines = harness.log.filter(
    ({ fields }) => fields.reference === reference && fields.channel === 'email',
  );
  assert.deepEqual(
    lines.map(({ message, fields }) => [message, fields.fix]),
    [['missed-call notice delayed: tried again for a day', 'check SMTP_URL']],
  );
});

// rule: notice-tried-for-a-day
test('a text that fails for a day is given up, with growing delays between tries', async () => {
  const { harness, callbackId, reference } = await openMissed({ fate: 'unsent' });
  await using _closing = harness;
  await harness.clock.advance(26 * hour);
  assert.equal(await noticeOf(harness, callbackId), 'failed');
  assert.match(errorsAbout(harness, reference).at(-1) ?? '', /missed-call notice failed/);
  assert.ok(sentToOwner(harness) > 20 && sentToOwner(harness) < 60, String(sentToOwner(harness)));
  assert.deepEqual(harness.rows('select kind from effects'), []);
});

for (const [proof, options, most] of [
  ['its delivery report', { report: 'delivered', asking: () => 'missing' }, 1],
  ['a report that it left', { report: 'sent', becomes: 'delivered', asking: () => 'missing' }, 1],
  ['the list of messages', { report: undefined, becomes: 'delivered' }, 1],
] as const satisfies [string, Options, number][]) {
  // rule: lost-answer-ends-repeats
  test(`a notice whose answer was lost is sent once: ${proof} ends the repeats`, async () => {
    const { harness, callbackId } = await openMissed({
      fate: 'answer-lost',
      reportAfter: 20_000,
      ...options,
    });
    await using _closing = harness;
    await harness.clock.advance(4 * hour);
    assert.equal(sentToOwner(harness), most);
    const { asking = () => 'answered' }: Options = options;
    if (asking('find') === 'answered') assert.equal(await noticeOf(harness, callbackId), 'sent');
  });
}

// rule: lost-answer-ends-repeats
test('without reports and lists a notice is sent six times a day at most', async () => {
  const { harness } = await openMissed({ fate: 'answer-lost', report: undefined, asking: () => 'missing' });
  await using _closing = harness;
  await harness.clock.advance(hour / 2);
  assert.ok(sentToOwner(harness) <= 3);
  await harness.clock.advance(30 * hour);
  assert.ok(sentToOwner(harness) <= 6, String(sentToOwner(harness)));
});

for (const [proof, fate, asking, most] of [
  ['its delivery report', { report: 'delivered', reportAfter: 2_000 }, 'missing', 1],
  ['the list of messages', { report: undefined }, 'answered', 1],
  ['nothing but one repeat', { report: undefined }, 'missing', 2],
  ['no question answered', { report: undefined }, 'fails', 1],
] as const) {
  // rule: lost-answer-ends-repeats
  test(`a code whose answer was lost is not sent repeatedly: ${proof}`, async () => {
    await using harness = await openHarness({
      script: { text: () => ({ ...deliveredText, fate: 'answer-lost', ...fate }), askingText: () => asking },
    });
    const requested = await harness.request();
    assert.ok(requested.ok);
    await harness.clock.advance(5 * minute);
    assert.equal(harness.carrier.texts.length, most);
    assert.equal(new Set(harness.carrier.texts.map(({ body }) => body)).size, 1);
    assert.equal((await harness.prove(requested.callback.callbackId)).ok, true);
  });
}

for (const [what, options, waitMs] of [
  ['an undelivered text', { becomes: 'undelivered' }, 2 * minute],
  ['a failed text', { becomes: 'failed' }, 2 * minute],
  ['a text that stays queued', { becomes: 'queued' }, 16 * minute],
  ['a carrier that does not answer', { becomes: 'undelivered', asking: () => 'fails' }, 16 * minute],
  ['a carrier that does not know the text', { becomes: 'undelivered', asking: () => 'missing' }, 16 * minute],
] as const satisfies [string, Options, number][]) {
  // rule: notice-report-asked-for
  test(`a lost delivery report is asked for: ${what} starts the next channel`, async () => {
    const both = { channels: ['sms', 'email'], report: undefined, ...options } as const;
    const { harness, callbackId } = await openMissed(both);
    await using _closing = harness;
    await harness.clock.advance(30_000);
    assert.equal(await noticeOf(harness, callbackId), 'sending');
    await harness.clock.advance(waitMs);
    assert.equal(harness.email.notices.length, 1);
    assert.equal(await noticeOf(harness, callbackId), 'sent');
  });
}

// rule: notice-report-asked-for
test('a text handed over counts as told, until the carrier says that it is lost', async () => {
  const { harness, callbackId } = await openMissed({
    channels: ['sms', 'email'],
    report: undefined,
    becomes: 'sent',
  });
  await using _closing = harness;
  await harness.until(async () => (await noticeOf(harness, callbackId)) === 'sent');
  assert.equal(harness.email.notices.length, 0);
  for (const text of harness.carrier.carriedOutTexts) text.status = 'undelivered';
  await harness.until(() => harness.email.notices.length === 1);
  assert.equal((await harness.settled(callbackId)).notice, 'sent');
});

// rule: notice-by-channel
test('a text reported lost before its acceptance does not count as told', async () => {
  const { harness, callbackId } = await openMissed({
    channels: ['sms', 'email'],
    report: 'undelivered',
    reportAfter: 1,
  });
  await using _closing = harness;
  harness.email.answering = () => ({ result: 'unsent', reason: 'the mail server is busy' });
  await harness.clock.advance(5 * minute);
  assert.equal(arrivedAtOwner(harness), 1);
  assert.equal(await noticeOf(harness, callbackId), 'sending');
});

for (const second of ['undelivered', 'failed', 'delivered'] as const) {
  // rule: next-notice-channel
  test(`the reports undelivered and ${second} at one moment arm one channel once`, async () => {
    const { harness, callbackId } = await openMissed({
      channels: ['sms', 'email'],
      report: undefined,
      becomes: 'queued',
    });
    await using _closing = harness;
    await harness.clock.advance(5_000);
    const messageId = harness.carrier.texts.find(({ to }) => to === owner)?.messageId ?? '';
    const report = { kind: 'status', messageId, sid: undefined, errorCode: '30003' } as const;
    await Promise.all(
      (['undelivered', second] as const).map((status) => harness.hearText({ ...report, status })),
    );
    await harness.clock.advance(20 * minute);
    assert.equal(harness.email.notices.length, 1);
    assert.equal(await noticeOf(harness, callbackId), 'sent');
  });
}

// rule: lost-answer-ends-repeats
test('two listed texts with one reference count as unknown: the next channel tells', async () => {
  let canList = false;
  const { harness, callbackId } = await openMissed({
    channels: ['sms', 'email'],
    fate: 'answer-lost',
    report: undefined,
    becomes: 'queued',
    asking: () => (canList ? 'answered' : 'missing'),
  });
  await using _closing = harness;
  await harness.until(() => arrivedAtOwner(harness) === 2);
  canList = true;
  await harness.clock.advance(10 * minute);
  assert.equal(await noticeOf(harness, callbackId), 'sending');
  assert.deepEqual(harness.rows("select status from messages where effect_key like 'notify-business%'"), [
    { status: 'due' },
  ]);
  await harness.clock.advance(20 * minute);
  assert.deepEqual([arrivedAtOwner(harness), harness.email.notices.length], [2, 1]);
});
