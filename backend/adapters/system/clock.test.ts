import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countSleep, createClock, createSteadyClock } from './clock.ts';

test('the clock has the time of this machine', (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 1_000_000 });
  const clock = createClock();
  t.mock.timers.tick(2500);
  assert.equal(clock.now(), 1_002_500);
});

test('at speed 10, ten seconds pass in one real second', (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 1_000_000 });
  const clock = createClock({ speed: 10 });
  assert.equal(clock.now(), 1_000_000);
  let ran = 0;
  clock.after(10_000, () => {
    ran += 1;
  });
  t.mock.timers.tick(999);
  assert.equal(ran, 0);
  t.mock.timers.tick(1);
  assert.equal(clock.now(), 1_010_000);
  assert.equal(ran, 1);
});

test('the monotonic clock runs at the given speed', () => {
  const clock = createClock({ speed: 1000 });
  const real = createClock();
  const ratio = clock.monotonic() / real.monotonic();
  assert.ok(Math.abs(ratio - 1000) < 10);
});

test('a cancelled timer does not run', (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  let ran = false;
  const cancel = createClock().after(100, () => {
    ran = true;
  });
  cancel();
  t.mock.timers.tick(1000);
  assert.equal(ran, false);
});

test('a timer of months runs in time and can be cancelled half-way', (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const months = 60 * 86_400_000;
  let ran = 0;
  const count = () => {
    ran += 1;
  };
  const clock = createClock();
  clock.after(months, count);
  const cancel = clock.after(months, count);
  // Mocked timers treat a whole tick as one moment, so each timer of the chain needs its own tick.
  const longest = 2 ** 31 - 1;
  t.mock.timers.tick(longest);
  assert.equal(ran, 0);
  cancel();
  t.mock.timers.tick(longest);
  t.mock.timers.tick(months - 2 * longest - 1);
  assert.equal(ran, 0);
  t.mock.timers.tick(1);
  assert.equal(ran, 1);
});

test('an overdue timer runs at once, but not synchronously', (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  let ran = false;
  createClock().after(-5, () => {
    ran = true;
  });
  assert.equal(ran, false);
  t.mock.timers.tick(1);
  assert.equal(ran, true);
});

test('the monotonic clock counts the time that the machine slept', () => {
  const machine = { awake: 1_000, uptime: 90_000 };
  const monotonic = countSleep({ awakeMs: () => machine.awake, uptimeMs: () => machine.uptime });
  assert.equal(monotonic(), 1_000);
  machine.awake += 5_000;
  machine.uptime += 5_000 + 17 * 3_600_000;
  assert.equal(monotonic(), 6_000 + 17 * 3_600_000);
  machine.awake += 1_000;
  machine.uptime += 1_999;
  assert.equal(monotonic(), 7_000 + 17 * 3_600_000);
});

test('the monotonic clock ignores the coarse steps of the uptime and never goes back', () => {
  const machine = { awake: 0 };
  const coarse = () => Math.floor(machine.awake / 1_000) * 1_000;
  const monotonic = countSleep({ awakeMs: () => machine.awake, uptimeMs: coarse });
  let last = 0;
  for (let count = 0; count < 10_000; count += 1) {
    machine.awake += 137;
    assert.equal(monotonic(), machine.awake);
    assert.ok(monotonic() >= last);
    last = monotonic();
  }
});

/** A machine whose clock can be set. */
function machine() {
  const time = { wall: 1_000_000, passed: 500 };
  const clock = createSteadyClock({
    now: () => time.wall,
    monotonic: () => time.passed,
    after: () => () => {},
  });
  return {
    clock,
    pass(ms: number) {
      time.wall += ms;
      time.passed += ms;
    },
    set(ms: number) {
      time.wall += ms;
    },
  };
}

for (const jump of [900_000, -900_000, 2_000, -2_000]) {
  test(`a clock set by ${jump} ms is steady until it is followed`, () => {
    const { clock, pass, set } = machine();
    set(jump);
    assert.equal(clock.now(), 1_000_000);
    pass(60_000);
    assert.equal(clock.now(), 1_060_000);
    assert.equal(clock.unfollowedMs(), jump);
    clock.follow(jump);
    assert.equal(clock.now(), 1_060_000 + jump);
    assert.equal(clock.unfollowedMs(), 0);
  });
}

test('small corrections are adopted at once and do not add up to a jump', () => {
  const { clock, pass, set } = machine();
  for (let count = 1; count <= 10; count += 1) {
    pass(1_000);
    set(1_900);
    assert.equal(clock.now(), 1_000_000 + count * 2_900);
    assert.equal(clock.unfollowedMs(), 0);
  }
});

test('time that passes is no jump', () => {
  const { clock, pass } = machine();
  pass(17 * 3_600_000);
  assert.equal(clock.unfollowedMs(), 0);
  assert.equal(clock.now(), 1_000_000 + 17 * 3_600_000);
});

test('a second jump before the first is followed adds to it', () => {
  const { clock, set } = machine();
  set(900_000);
  set(-300_000);
  assert.equal(clock.unfollowedMs(), 600_000);
  clock.follow(600_000);
  assert.equal(clock.now(), 1_600_000);
});
