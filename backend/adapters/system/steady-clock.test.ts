import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSteadyClock } from './steady-clock.ts';

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
