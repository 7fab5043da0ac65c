import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Nudge } from '../../../backend/domain/callback/rules.ts';
import { sameEachDay } from '../../../backend/domain/site/business-hours.ts';
import { saveCallbackEvent } from '../../../backend/usecases/commit/save-event.ts';
import { deliveredText, type TextFate, takesTheCall } from '../../support/carrier/carrier-script.ts';
import type { Crossing } from '../../support/engine/crashing-port.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { createRecordingSender } from '../../support/engine/recording-sender.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const owner = '+12015550124';
const second = '+12015550125';
const minute = 60_000;
const hour = 60 * minute;

type Options = {
  second?: Nudge['second'];
  site?: NonNullable<Parameters<typeof sampleSite>[0]>['site'];
  spending?: NonNullable<Parameters<typeof sampleSite>[0]>['spending'];
  text?: () => Partial<TextFate>;
  watch?: (crossing: Crossing) => 'kill' | undefined;
};

/** A business that declines each call and is reminded after 30 minutes. */
async function openForgetful({ second: then, site, spending, text = () => ({}), watch }: Options = {}) {
  const slack = createRecordingSender('slack');
  const nudge = { afterMs: 30 * minute, second: then };
  const harness = await openHarness({
    sites: [
      sampleSite({
        site: { lines: 50, ...site },
        callback: { noticeChannels: ['sms'], nudge },
        ...(spending && { spending }),
      }),
    ],
    otherSenders: [slack],
    script: {
      business: () => ({ ...takesTheCall, presses: '2' }),
      text: ({ to, body }) => ({ ...deliveredText, ...(to === owner && isReminder(body) && text()) }),
    },
    ...(watch && { watch }),
  });
  return { harness, slack };
}

function isReminder(body: string): boolean {
  return body.startsWith('Reminder: ');
}

/** Reminders that the carrier carried out, by who got them. */
function remindersTo({ carrier }: Harness, to: string): string[] {
  return carrier.carriedOutTexts
    .filter((text) => text.to === to && isReminder(text.body))
    .map(({ body }) => body);
}

async function markDone(harness: Harness, callbackId: string): Promise<void> {
  const { life, ports } = harness.process();
  const event = { kind: 'marked-done', at: harness.clock.now(), by: 'Ana' } as const;
  await life.outside(saveCallbackEvent(ports, callbackId, event));
}

// rule: missed-reminded
test('a missed callback that stays open gets one reminder, then one to a second person', async () => {
  const { harness } = await openForgetful({ second: { channel: 'sms', to: second } });
  await using _closing = harness;
  const { callbackId, reference } = await harness.proven();
  await harness.settled(callbackId);
  await harness.clock.advance(29 * minute);
  assert.deepEqual(remindersTo(harness, owner), []);
  await harness.clock.advance(2 * minute);
  const [reminder = ''] = remindersTo(harness, owner);
  assert.match(reminder, /^Reminder: a missed callback is still open\nAda Palmer \+1201555\d{4} /);
  assert.ok(reminder.includes(reference));
  assert.deepEqual(remindersTo(harness, second), []);
  await harness.clock.advance(31 * minute);
  assert.equal(remindersTo(harness, second).length, 1);
  await harness.clock.advance(72 * hour);
  assert.deepEqual([remindersTo(harness, owner).length, remindersTo(harness, second).length], [1, 1]);
  assert.deepEqual(harness.rows('select kind from effects'), []);
});

for (const [what, act, after] of [
  ['marked as done', markDone, 10],
  ['retried', async (harness: Harness, id: string) => void (await harness.retry(id)), 10],
  ['marked as done after the first reminder', markDone, 40],
] as const) {
  // rule: missed-reminded
  test(`no reminder follows once a missed callback is ${what}`, async () => {
    const { harness } = await openForgetful({ second: { channel: 'sms', to: second } });
    await using _closing = harness;
    const { callbackId } = await harness.proven();
    await harness.settled(callbackId);
    await harness.clock.advance(after * minute);
    Object.assign(harness.carrier.script, { business: () => takesTheCall });
    await act(harness, callbackId);
    await harness.clock.advance(5 * hour);
    assert.deepEqual(
      [remindersTo(harness, owner).length, remindersTo(harness, second).length],
      [after > 30 ? 1 : 0, 0],
    );
  });
}

// rule: missed-reminded
test('a reminder waits for the next opening', async () => {
  // The clock starts at 07:00 in New York.
  const hours = sameEachDay({ start: 0, end: 24 * 60 - 1, zone: 'UTC', weekdaysOnly: false });
  const { harness } = await openForgetful({ site: { hours, zone: 'UTC' } });
  await using _closing = harness;
  const now = new Date(harness.clock.now());
  const minutes = now.getUTCHours() * 60 + now.getUTCMinutes();
  const closesSoon = sameEachDay({
    start: (minutes + 1_430) % 1_440,
    end: (minutes + 20) % 1_440,
    zone: 'UTC',
    weekdaysOnly: false,
  });
  Object.assign(hours, closesSoon);
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  await harness.clock.advance(23 * hour);
  assert.deepEqual(remindersTo(harness, owner), []);
  await harness.clock.advance(hour);
  assert.equal(remindersTo(harness, owner).length, 1);
});

// rule: missed-reminded
test('reminders that came due while no process ran become one message', async () => {
  const { harness } = await openForgetful();
  await using _closing = harness;
  const missed = [await harness.proven(), await harness.proven(), await harness.proven()];
  for (const { callbackId } of missed) await harness.settled(callbackId);
  await harness.kill();
  await harness.clock.advance(9 * hour);
  await harness.reopen();
  await harness.clock.advance(3 * hour);
  const reminders = remindersTo(harness, owner);
  assert.equal(reminders.length, 1);
  assert.match(reminders[0] ?? '', /^Reminder: 3 missed callbacks are still open\n/);
  for (const { reference } of missed) assert.ok(reminders[0]?.includes(reference));
  assert.equal(harness.rows("select 1 from audit_log where event_type = 'nudged'").length, 3);
});

for (const when of ['before', 'after'] as const) {
  // rule: missed-reminded
  test(`a process that dies ${when} sending a reminder sends it once`, async () => {
    let sends = 0;
    const { harness } = await openForgetful({
      watch: ({ what, when: side }) => {
        if (what !== 'send' || side !== when) return undefined;
        sends += 1;
        // A code and the notice come first.
        return sends === 3 ? 'kill' : undefined;
      },
    });
    await using _closing = harness;
    const { callbackId } = await harness.proven();
    await harness.settled(callbackId);
    await harness.clock.advance(32 * minute);
    assert.equal(harness.isRunning(), false);
    await harness.reopen();
    await harness.clock.advance(5 * hour);
    assert.equal(remindersTo(harness, owner).length, 1);
  });
}

// rule: missed-reminded
test('a reminder by a chat is sent once, also to a channel as second person', async () => {
  const { harness, slack } = await openForgetful({ second: { channel: 'slack', to: undefined } });
  await using _closing = harness;
  slack.answering = () => ({ result: 'unknown', reason: 'slack/timeout' });
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  await harness.clock.advance(24 * hour);
  assert.deepEqual([remindersTo(harness, owner).length, slack.notices.length], [1, 1]);
});

// rule: missed-reminded
test('a reminder whose carrier is down for an hour is sent once it is up', async () => {
  let isDown = true;
  const { harness } = await openForgetful({ text: () => (isDown ? { fate: 'unsent' } : {}) });
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  await harness.clock.advance(90 * minute);
  assert.deepEqual(remindersTo(harness, owner), []);
  isDown = false;
  await harness.clock.advance(2 * hour);
  assert.equal(remindersTo(harness, owner).length, 1);
});

// rule: missed-reminded
test('a lost reminder leaves the state of the notice as it is', async () => {
  const { harness } = await openForgetful({ text: () => ({ report: 'undelivered', reportAfter: 1_000 }) });
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  await harness.clock.advance(40 * minute);
  assert.equal((await harness.record(callbackId)).callback.notice, 'sent');
  assert.deepEqual(harness.rows("select status from messages where purpose = 'nudge'"), [
    { status: 'undelivered' },
  ]);
});

// rule: missed-reminded
test('reminders are charged, and none is sent beyond the money of a day', async () => {
  const caps = { textsPerHour: 1_000, callsPerDay: 1_000, minutesPerDay: 10_000, moneyPerDay: 5_000_000 };
  const { harness } = await openForgetful({ spending: { caps } });
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  const { ports } = harness.process();
  const spent = async () => (await ports.spending.usage('default', harness.clock.now())).day;
  const before = await spent();
  await harness.clock.advance(31 * minute);
  assert.equal(remindersTo(harness, owner).length, 1);
  assert.ok((await spent()).money > before.money);
  const next = await harness.proven();
  await harness.settled(next.callbackId);
  caps.moneyPerDay = 1;
  await harness.clock.advance(3 * hour);
  assert.equal(remindersTo(harness, owner).length, 1);
});
