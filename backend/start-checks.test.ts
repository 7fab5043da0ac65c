import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SetupWarning } from '../contract/health.ts';
import { createRecordingLog } from '../test/support/fakes/recording-log.ts';
import type { UrlProblem } from './adapters/twilio/webhooks/check-public-url.ts';
import { createStartChecks } from './start-checks.ts';

const closed: UrlProblem = { problem: 'PUBLIC_BASE_URL cannot be reached', fix: 'start the tunnel' };

/** Runs the checks with these findings, the last one for ever, until they pass or `rounds` waits are over. */
async function runChecks(found: {
  account: SetupWarning[][];
  address: (UrlProblem | undefined)[];
  rounds?: number;
}) {
  const { log, lines } = createRecordingLog();
  const stopping = new AbortController();
  const next = <T>(findings: T[]) => (findings.length > 1 ? findings.shift() : findings[0]) as T;
  const waited: number[] = [];
  const checks = createStartChecks({
    log,
    checkAccount: async () => next(found.account),
    checkAddress: async () => next(found.address),
    wait: async (ms) => {
      waited.push(ms);
      if (waited.length >= (found.rounds ?? 10)) stopping.abort();
    },
  });
  await checks.run(stopping.signal);
  return {
    waited,
    lines: lines.map(({ level, message }) => `${level} ${message}`),
    warnings: checks.warnings(),
  };
}

test('a start without findings warns about nothing and repeats nothing', async () => {
  const { waited, lines, warnings } = await runChecks({ account: [[]], address: [undefined] });
  assert.deepEqual([waited, warnings], [[], []]);
  assert.deepEqual(lines, ['info start checks finished']);
});

test('a tunnel that starts together with the server is waited for', async () => {
  const { waited, lines } = await runChecks({ account: [[]], address: [closed, closed, undefined] });
  assert.deepEqual(waited, [2_000, 3_000]);
  assert.deepEqual(lines, ['info start checks finished']);
});

test('an address that stays closed is one error, and the warning goes when it opens', async () => {
  const stays = await runChecks({ account: [[]], address: [closed], rounds: 6 });
  assert.deepEqual(stays.warnings, ['public-address-unreachable']);
  assert.equal(stays.lines.filter((line) => line.startsWith('error')).length, 1);
  const opens = await runChecks({ account: [[]], address: [closed, closed, closed, closed, undefined] });
  assert.deepEqual(opens.warnings, []);
  assert.equal(opens.lines.at(-1), 'info PUBLIC_BASE_URL reaches this server');
});

test('rejected credentials are asked about once a minute until they are accepted', async () => {
  const rejected: SetupWarning[] = ['carrier-credentials-rejected'];
  const stays = await runChecks({ account: [rejected], address: [undefined], rounds: 3 });
  assert.deepEqual([stays.warnings, stays.waited], [rejected, [60_000, 60_000, 60_000]]);
  const fixed = await runChecks({ account: [rejected, rejected, []], address: [undefined] });
  assert.deepEqual(fixed.warnings, []);
});
