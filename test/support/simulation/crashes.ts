import type { Subscriber } from '../carrier/fake-carrier.ts';
import type { Crossing } from '../engine/crashing-port.ts';
import type { Harness } from '../engine/engine-harness.ts';
import type { Random } from '../fakes/seeded-random.ts';

export type Crashes = {
  watch: (crossing: Crossing) => 'kill' | undefined;
  /** Kills the process at random port calls, until stopped. */
  crashAtRandom(harness: Harness): void;
  stop(): void;
  count(): number;
};

/** Time between two crashes (ms): some come before the recovery from the last one. */
const calmTime = [20_000, 900_000] as const;

export function createCrashes(random: Random): Crashes {
  let stepsLeft = Number.POSITIVE_INFINITY;
  let crashes = 0;
  let over = false;

  function crashAtRandom(harness: Harness): void {
    harness.clock.after(random.between(...calmTime), () => {
      if (over) return;
      stepsLeft = random.between(1, 40);
      crashAtRandom(harness);
    });
  }

  return {
    crashAtRandom,
    watch() {
      stepsLeft -= 1;
      if (stepsLeft > 0) return undefined;
      stepsLeft = Number.POSITIVE_INFINITY;
      crashes += 1;
      return 'kill';
    },
    stop() {
      over = true;
      stepsLeft = Number.POSITIVE_INFINITY;
    },
    count: () => crashes,
  };
}

/** Starts another process some seconds after each crash. */
export function keepRunning(harness: Harness, random: Random): () => void {
  let over = false;
  function look(): void {
    if (over) return;
    if (harness.isRunning()) harness.clock.after(1_000, look);
    else harness.clock.after(random.between(0, 15_000), () => void harness.reopen().then(look));
  }
  look();
  return () => {
    over = true;
  };
}

/** An attacker replays a captured key press as another request. */
export function replaying(
  options: { random: Random; later: (run: () => void) => void; granted: (token: string) => void },
  subscriber: Subscriber,
): Subscriber {
  return {
    ...subscriber,
    async voice(webhook) {
      const plan = await subscriber.voice(webhook);
      if (webhook.kind === 'keys' && options.random.chance(0.1)) {
        options.later(async () => {
          const replay = { ...webhook, requestToken: `${webhook.requestToken} replayed` };
          const answer = await subscriber.voice(replay).catch(() => undefined);
          if (answer?.do === 'dial-visitor') options.granted(webhook.token);
        });
      }
      return plan;
    },
  };
}
