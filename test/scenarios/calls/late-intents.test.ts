import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../../backend/domain/outcome.ts';
import { sameEachDay } from '../../../backend/domain/site/business-hours.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { setOptOut } from '../../../backend/usecases/opt-outs.ts';
import { type PlacingFate, placedAtOnce, talksAMinute } from '../../support/carrier/carrier-script.ts';
import { type Harness, type HarnessOptions, openHarness } from '../../support/engine/engine-harness.ts';
import { type SampleSite, sampleSite } from '../../support/fakes/sample-site.ts';

const owner = '+12015550124';
const minute = 60_000;
const toNoonMs = 2 * 60 * minute;
const untilNoon = sameEachDay({ start: 540, end: 720, zone: 'America/New_York', weekdaysOnly: false });
/** Noon in New York, as a clock in Kathmandu shows it. */
const untilNoonInNepal = sameEachDay({
  start: 1_200,
  end: 1_365,
  zone: 'Asia/Kathmandu',
  weekdaysOnly: true,
});

function fates(...inOrder: PlacingFate['fate'][]) {
  return { placing: () => ({ ...placedAtOnce, fate: inOrder.shift() ?? 'placed' }) };
}

/** What can change between two intents of one callback, and how the callback then ends. */
type Between = {
  site?: Parameters<typeof sampleSite>[0];
  startsMsBeforeNoon?: number;
  happens: (harness: Harness, site: SampleSite, callbackId: string) => unknown;
  outcome: Outcome;
};

const betweenIntents: Record<string, Between> = {
  'the business closes': {
    site: { site: { hours: untilNoon } },
    startsMsBeforeNoon: 3_600,
    happens: () => undefined,
    outcome: 'after-hours-notified',
  },
  'the business closes in its own zone': {
    site: { site: { hours: untilNoonInNepal } },
    startsMsBeforeNoon: 3_600,
    happens: () => undefined,
    outcome: 'after-hours-notified',
  },
  'the number opts out': {
    happens: async (harness, _site, callbackId) => {
      const { phone } = (await harness.record(callbackId)).callback.visitor;
      await setOptOut(harness.process().ports, phone, true, harness.clock.now());
    },
    outcome: 'opted-out',
  },
  'the number is blocked': {
    happens: (_harness, { site }) => Object.assign(site, { blockedNumbers: ['+1201555'] }),
    outcome: 'number-blocked',
  },
  'the caps are lowered': {
    happens: (_harness, { rules }) => Object.assign(rules.spending.caps, { minutesPerDay: 1 }),
    outcome: 'budget-reached',
  },
  'MAX_WAIT passes': {
    site: { callback: { maxWaitMs: 600 } },
    happens: () => undefined,
    outcome: 'waited-too-long',
  },
  'MAX_WAIT passes in a downtime': {
    happens: (harness) => downFor(harness, 40 * minute),
    outcome: 'waited-too-long',
  },
  'the last resort passes in a downtime': {
    happens: (harness) => downFor(harness, 17 * 60 * minute),
    outcome: 'waited-too-long',
  },
};

async function downFor(harness: Harness, ms: number): Promise<void> {
  await harness.kill();
  await harness.clock.advance(ms);
  await harness.reopen();
}

const quiet: readonly unknown[] = ['opted-out', 'number-blocked'];

/** The callback ended with its own outcome, its notice left, and its budget and line are free again. */
async function assertNotCalled(harness: Harness, callbackId: string, outcome: Outcome): Promise<void> {
  const ended = await harness.settled(callbackId);
  const notice = quiet.includes(outcome) ? 'none' : 'sent';
  assert.deepEqual([ended.status, ended.outcome, ended.notice], ['failed', outcome, notice]);
  assert.equal(harness.carrier.calls.length, 0);
  const told = harness.carrier.texts.filter(({ to, body }) => to === owner && body.includes(ended.reference));
  assert.equal(told.length, notice === 'sent' ? 1 : 0);
  assert.deepEqual(harness.rows("select part from reservations where part = 'call'"), []);
  assert.deepEqual(harness.rows('select kind from effects'), []);
}

for (const [what, between] of Object.entries(betweenIntents)) {
  async function open(options: HarnessOptions) {
    const site = sampleSite(between.site);
    Object.assign(site.rules.spending, { caps: { ...site.rules.spending.caps } });
    const harness = await openHarness({ sites: [site], ...options });
    await harness.clock.advance(toNoonMs - (between.startsMsBeforeNoon ?? toNoonMs));
    return { site, harness };
  }

  // rule: checks-before-dialling
  test(`a throttled POST is not sent again when ${what}`, async () => {
    const { site, harness } = await open({ script: fates('throttled') });
    await using _closing = harness;
    const { callbackId } = await harness.proven();
    await harness.until(async () => (await harness.record(callbackId)).attempt?.post === 'unprocessed');
    await between.happens(harness, site, callbackId);
    await assertNotCalled(harness, callbackId, between.outcome);
    assert.equal(harness.carrier.posts.length, 1);
  });

  // rule: checks-before-dialling
  test(`an intent whose POST was never sent is not renewed when ${what}`, async () => {
    let harness: Harness | undefined;
    const wrapStore = slowIntent((ms) => new Promise((resolve) => void harness?.clock.after(ms, resolve)));
    const opened = await open({ wrapStore });
    harness = opened.harness;
    await using _closing = harness;
    const { callbackId } = await opened.harness.proven();
    await opened.harness.until(
      async () => (await opened.harness.record(callbackId)).attempt?.post === 'unprocessed',
    );
    await between.happens(opened.harness, opened.site, callbackId);
    await assertNotCalled(opened.harness, callbackId, between.outcome);
    assert.equal(opened.harness.carrier.posts.length, 0);
  });
}

/** Stalls for the lifetime of an intent after the first one. */
function slowIntent(wait: (ms: number) => Promise<void>) {
  let slow = true;
  return (store: Store): Store => ({
    ...store,
    async commit(change) {
      const committed = await store.commit(change);
      if (slow && change.attempt !== undefined && change.attempt.before === undefined) {
        slow = false;
        await wait(3_000);
      }
      return committed;
    },
  });
}

const waitsBehindATalk = { visitor: () => ({ ...talksAMinute, hangsUpAfter: 120_000 }) };

for (const what of ['the number is blocked', 'the caps are lowered', 'the number opts out']) {
  // rule: checks-before-dialling
  test(`a callback that waits for a line is not called when ${what}`, async () => {
    const between = betweenIntents[what];
    assert.ok(between !== undefined);
    const site = sampleSite();
    Object.assign(site.rules.spending, { caps: { ...site.rules.spending.caps } });
    await using harness = await openHarness({ sites: [site], script: waitsBehindATalk });
    const first = await harness.proven();
    const { callbackId } = await harness.proven();
    await harness.until(async () => (await harness.record(first.callbackId)).callback.status === 'connected');
    await between.happens(harness, site, callbackId);
    const ended = await harness.settled(callbackId);
    assert.equal(ended.outcome, between.outcome);
    assert.equal(ended.notice, quiet.includes(between.outcome) ? 'none' : 'sent');
    await harness.clock.advance(10 * minute);
    assert.equal(harness.carrier.posts.length, 1);
  });
}

// rule: checks-before-dialling
test('an opt-out in the same moment as the intent wins by its guard', async () => {
  let harness: Harness | undefined;
  const wrapStore = (store: Store): Store => ({
    ...store,
    async commit(change) {
      const begins = change.attempt !== undefined && change.callback.before?.status === 'verified';
      if (begins && harness !== undefined)
        await setOptOut(harness.process().ports, change.callback.after.visitor.phone, true, 0);
      return store.commit(change);
    },
  });
  harness = await openHarness({ wrapStore });
  await using opened = harness;
  const { callbackId } = await opened.proven();
  await assertNotCalled(opened, callbackId, 'opted-out');
  assert.equal(opened.carrier.posts.length, 0);
});

// rule: checks-before-dialling
test("the operator's retry of an old request obeys today's hours and block list", async () => {
  const site = sampleSite({ site: { hours: untilNoon } });
  await using harness = await openHarness({
    sites: [site],
    script: { business: () => ({ answers: 'busy', presses: '', pressesAfter: 0, hangsUpAfter: 0 }) },
  });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'business-busy');
  await harness.clock.advance(3 * 60 * minute);
  await harness.retry(callbackId);
  assert.equal((await harness.settled(callbackId)).outcome, 'after-hours-notified');
  await harness.clock.advance(20 * 60 * minute);
  Object.assign(site.site, { blockedNumbers: ['+1'] });
  await harness.retry(callbackId);
  assert.equal((await harness.settled(callbackId)).outcome, 'number-blocked');
  assert.equal(harness.carrier.posts.length, 1);
});
