import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAttempt } from '../../../test/support/domain/sample-attempt.ts';
import { sampleCallback } from '../../../test/support/domain/sample-callback.ts';
import { sampleSite, sampleSites } from '../../../test/support/fakes/sample-site.ts';
import { seededRandom } from '../../../test/support/fakes/seeded-random.ts';
import { seededSecrets } from '../../../test/support/fakes/seeded-secrets.ts';
import type { Attempt } from '../../domain/attempt/state.ts';
import type { CallbackStatus } from '../../domain/callback/state.ts';
import { buildChange } from './build-change.ts';

const intended = newAttempt(1);
const placed: Attempt = { ...intended, business: { sid: 'CA1', status: 'ringing', talkSeconds: 0 } };
const dead: Attempt = { ...placed, business: { sid: 'CA1', status: 'busy', talkSeconds: 0 } };
const closed: Attempt = { ...dead, outcome: 'business-busy', closedAt: 2_000 };
const lost: Attempt = { ...intended, outcome: 'unknown-result', closedAt: 2_000 };

type State = readonly [CallbackStatus, Attempt | undefined];

function freedLine(from: State, to: State, lines: number): string | undefined {
  const sites = sampleSites([sampleSite({ site: { lines } })]);
  const ports = { sites, secrets: seededSecrets(seededRandom(1)) };
  const record = { callback: sampleCallback(from[0]), attempt: from[1] };
  const outcome = { callback: sampleCallback(to[0]), attempt: to[1], arm: [], disarm: [] };
  return buildChange(ports, record, outcome, {}, 'tested').freedLine;
}

const cases: readonly (readonly [
  what: string,
  from: State,
  to: State,
  frees: 'always' | 'with two lines' | 'never',
])[] = [
  ['an attempt whose leg died', ['calling', placed], ['calling', dead], 'always'],
  ['an attempt that ended without a call', ['calling', intended], ['failed', lost], 'always'],
  ['a closed attempt', ['calling', dead], ['failed', closed], 'never'],
  ['an attempt that got its SID', ['calling', intended], ['calling', placed], 'never'],
  ['an attempt that has its SID', ['calling', placed], ['connected', placed], 'never'],
  ['an intent', ['verified', undefined], ['calling', intended], 'with two lines'],
  ['a renewed intent', ['calling', intended], ['calling', intended], 'never'],
  ['a callback that left the queue', ['verified', undefined], ['cancelled', undefined], 'always'],
  ['a retried callback that left the queue', ['verified', closed], ['failed', closed], 'always'],
  ['a callback that was never in the queue', ['pending', undefined], ['failed', undefined], 'never'],
  ['a callback that ended during its call', ['calling', placed], ['cancelled', placed], 'never'],
];

for (const [what, from, to, frees] of cases) {
  // rule: order-of-proof
  test(`${what} frees its line: ${frees}`, () => {
    assert.equal(freedLine(from, to, 1) !== undefined, frees === 'always');
    assert.equal(freedLine(from, to, 2) !== undefined, frees !== 'never');
  });
}

test('the line that is freed is the one that the attempt dialled', () => {
  const elsewhere = { ...placed, line: '+12015550177' };
  const over = { ...dead, line: '+12015550177' };
  assert.equal(freedLine(['calling', elsewhere], ['calling', over], 1), '+12015550177');
  assert.equal(freedLine(['verified', undefined], ['cancelled', undefined], 1), '+12015550123');
});
