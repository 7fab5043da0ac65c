import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRetention } from '../../../backend/effects/retention.ts';
import { deliveredText, takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { createRecordingLog } from '../../support/fakes/recording-log.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';
import { leaveTraces, othersAsk, tracesIn } from './planted-visitor.ts';

const hour = 3_600_000;
const keep = 6 * hour;
const declines = { script: { business: () => ({ ...takesTheCall, presses: '2' }) } };

async function retaining(harness: Harness, kept: number | undefined, during: () => Promise<void>) {
  const { ports } = harness.process();
  const retention = createRetention({ ...ports, clock: harness.clock, log: createRecordingLog().log }, kept);
  retention.start();
  await during();
  await retention.stop();
}

function requests(harness: Harness) {
  return harness.rows('select count(*) as n from callbacks')[0]?.n;
}

test('expired callbacks go with all their rows and leave nothing in the file', async () => {
  await using harness = await openHarness(declines);
  await leaveTraces(harness);
  await othersAsk(harness, 120);
  await harness.clock.advance(12 * hour);
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  await retaining(harness, keep, () => harness.clock.advance(hour));
  assert.equal(requests(harness), 1);
  assert.deepEqual(tracesIn(harness.path), []);
  const kept = harness.rows('select distinct request_id from audit_log where request_id is not null');
  assert.deepEqual(kept, [{ request_id: callbackId }]);
  const notes = harness.rows("select event_data from audit_log where event_type = 'requests-forgotten'");
  assert.deepEqual(
    notes.map(({ event_data }) => event_data),
    ['{"requests":50}', '{"requests":50}', '{"requests":21}'],
  );
});

test('an expired callback takes along the question about its notice', async () => {
  const text = () => ({ ...deliveredText, report: undefined });
  const script = { ...declines.script, text, askingText: () => 'missing' as const };
  const sites = [sampleSite({ callback: { noticeChannels: ['sms'] } })];
  await using harness = await openHarness({ script, sites });
  await leaveTraces(harness);
  await harness.clock.advance(12 * hour);
  const kinds = () => harness.rows('select kind from effects').map(({ kind }) => kind);
  assert.deepEqual(kinds(), ['check-notice']);
  await retaining(harness, keep, () => harness.clock.advance(1_000));
  assert.equal(requests(harness), 0);
  assert.deepEqual(kinds(), []);
});

test('an old callback with a recent retry is kept', async () => {
  await using harness = await openHarness(declines);
  const { callbackId } = await leaveTraces(harness);
  await harness.clock.advance(12 * hour);
  await harness.retry(callbackId);
  await harness.settled(callbackId);
  await retaining(harness, keep, () => harness.clock.advance(hour));
  assert.equal(requests(harness), 1);
  assert.deepEqual(harness.rows("select * from audit_log where event_type = 'requests-forgotten'"), []);
  await retaining(harness, keep, () => harness.clock.advance(keep + hour));
  assert.equal(requests(harness), 0);
});

test('with unlimited retention only expired sign-ins are removed', async () => {
  await using harness = await openHarness(declines);
  await leaveTraces(harness);
  await harness.clock.advance(12 * hour);
  assert.equal(harness.rows('select * from visitor_sessions').length, 1);
  await retaining(harness, undefined, () => harness.clock.advance(hour));
  assert.equal(requests(harness), 1);
  assert.deepEqual(harness.rows('select * from visitor_sessions'), []);
});

test('a process deletes nothing while another one may', async () => {
  await using harness = await openHarness(declines);
  await leaveTraces(harness);
  await harness.clock.advance(12 * hour);
  const { ports } = harness.process();
  let othersSweep = true;
  const personalData = { ...ports.personalData, claimSweep: async () => !othersSweep };
  const { log } = createRecordingLog();
  const retention = createRetention({ personalData, clock: harness.clock, log }, keep);
  retention.start();
  await harness.clock.advance(hour / 2);
  assert.equal(requests(harness), 1);
  othersSweep = false;
  await harness.clock.advance(hour);
  assert.equal(requests(harness), 0);
  await retention.stop();
});

test('a fault delays the removal by an hour and does not stop it', async () => {
  await using harness = await openHarness(declines);
  await leaveTraces(harness);
  await harness.clock.advance(12 * hour);
  const { ports } = harness.process();
  let faults = 1;
  const personalData = {
    ...ports.personalData,
    async forgetSignIns(at: number) {
      faults -= 1;
      if (faults >= 0) throw new Error('the disk is full');
      return ports.personalData.forgetSignIns(at);
    },
  };
  const { log, lines } = createRecordingLog();
  const retention = createRetention({ personalData, clock: harness.clock, log }, keep);
  retention.start();
  await harness.clock.advance(hour / 2);
  assert.equal(requests(harness), 1);
  await harness.clock.advance(hour);
  assert.equal(requests(harness), 0);
  await retention.stop();
  assert.deepEqual(
    lines.map(({ level }) => level),
    ['warn', 'info'],
  );
});
