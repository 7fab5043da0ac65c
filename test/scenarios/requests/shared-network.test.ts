import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resendCode } from '../../../backend/usecases/request/resend-code.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleResend } from '../../support/engine/visitor-actions.ts';

const minute = 60_000;

type Asked = { client?: string; near?: string };

/** Visitors ask from one network, one after the other, and enter their codes; returns the answers. */
async function visitors(harness: Harness, count: number, everyMs: number, asked: (index: number) => Asked) {
  const answers: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { client = `client ${index}`, near = 'shared' } = asked(index);
    const requested = await harness.request({
      client,
      networks: { near, wide: undefined },
      phone: `+1212${300 + index}0150`,
    });
    answers.push(requested.ok ? 'promised' : requested.reason);
    if (requested.ok)
      harness.clock.after(50_000, () => {
        void harness.prove(requested.callback.callbackId).then(({ ok }) => ok && answers.push('entered'));
      });
    await harness.clock.advance(everyMs);
  }
  await harness.clock.advance(minute);
  return answers;
}

function count(answers: readonly string[], answer: string): number {
  return answers.filter((each) => each === answer).length;
}

for (const [place, everyMs, asked] of [
  ['an office with one address', 2 * minute, () => ({ client: 'office' })],
  ['a mobile carrier’s network', 2 * minute, (index: number) => ({ client: `phone ${index}` })],
  ['a crowd that asks within ten minutes', 20_000, (index: number) => ({ client: `phone ${index}` })],
] as const) {
  test(`thirty visitors of ${place} who enter their codes are served`, async () => {
    await using harness = await openHarness();
    const answers = await visitors(harness, 30, everyMs, asked);
    assert.deepEqual([count(answers, 'promised'), count(answers, 'entered')], [30, 30]);
  });
}

test('a household whose first code was lost gets further codes and another try', async () => {
  await using harness = await openHarness();
  const networks = { near: 'household', wide: undefined };
  const first = await harness.request({ networks, phone: '+12123000150' });
  assert.ok(first.ok);
  await harness.clock.advance(31_000);
  const again = await resendCode(
    harness.process().ports,
    sampleResend(first.callback.callbackId, 'household'),
  );
  assert.equal(again.ok, true);
  await harness.clock.advance(10 * minute);
  const second = await harness.request({ networks, phone: '+12123000150' });
  assert.ok(second.ok);
  await harness.clock.advance(2_000);
  assert.equal(harness.carrier.texts.length, 3);
  assert.equal((await harness.prove(second.callback.callbackId)).ok, true);
  const other = await harness.request({ networks, phone: '+12123010150' });
  assert.equal(other.ok, true);
});

test('a network that leaves codes unentered is told the time of its next try', async () => {
  await using harness = await openHarness();
  const start = harness.clock.now();
  const ask = (index: number) =>
    harness.request({ networks: { near: 'one', wide: undefined }, phone: `+1212${300 + index}0150` });
  for (let index = 0; index < 6; index += 1) {
    assert.equal((await ask(index)).ok, true);
    await harness.clock.advance(minute);
  }
  const refused = await ask(6);
  assert.ok(!refused.ok && refused.reason === 'too-many-requests');
  assert.equal(refused.retryAt, start + 60 * minute);
  await harness.clock.advance(refused.retryAt - harness.clock.now());
  assert.equal((await ask(7)).ok, true);
});
