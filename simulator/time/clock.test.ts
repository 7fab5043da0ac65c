import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVirtualClock } from '../test-support/virtual-clock.ts';
import { createScopedClock, createSystemClock } from './clock.ts';

test('a clock at speed 100 passes ten seconds in a tenth of a second', async () => {
  const clock = createSystemClock({ speed: 100 });
  const [now, monotonic, real] = [clock.now(), clock.monotonic(), performance.now()];
  await new Promise<void>((resolve) => clock.after(10_000, resolve));
  const took = performance.now() - real;
  assert.ok(took >= 90 && took < 2_000, String(took));
  assert.ok(clock.monotonic() - monotonic >= 9_000);
  assert.ok(clock.now() - now >= 9_000);
});

test('a cancelled timer does not run', async () => {
  const clock = createSystemClock({ speed: 1_000 });
  let ran = false;
  const cancel = clock.after(1_000, () => {
    ran = true;
  });
  cancel();
  await new Promise<void>((resolve) => clock.after(5_000, resolve));
  assert.equal(ran, false);
});

test('a disposed clock drops its timers, accepts no new ones and stops no other clock', async () => {
  const clock = createVirtualClock({ settle: async () => {} });
  const scoped = createScopedClock({ clock });
  const ran: string[] = [];
  clock.after(10, () => ran.push('outside'));
  scoped.after(10, () => ran.push('inside'));
  scoped.dispose();
  scoped.after(1, () => ran.push('late'));
  await clock.run(20);
  assert.deepEqual(ran, ['outside']);
});
