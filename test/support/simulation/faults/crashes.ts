import type { Subscriber } from '../../carrier/fake-carrier.ts';
import type { Crossing } from '../../engine/crashing-port.ts';
import type { Harness } from '../../engine/engine-harness.ts';
import type { Random } from '../../fakes/seeded-random.ts';
import type { Timeline } from '../world/timeline.ts';

export type Crashes = {
  watch: (crossing: Crossing) => 'kill' | undefined;
  /** Kills the process at random port calls, or shuts it down, until stopped. */
  crashAtRandom(harness: Harness, timeline: Timeline): void;
  stop(): void;
  count(): number;
};

/** Time between two crashes (ms): some come before the recovery from the last one. */
const calmTime = [20_000, 900_000] as const;

export function createCrashes(random: Random): Crashes {
  let stepsLeft = Number.POSITIVE_INFINITY;
  let crashes = 0;
  let over = false;

  function crashAtRandom(harness: Harness, timeline: Timeline): void {
    harness.clock.after(random.between(...calmTime), () => {
      if (over) return;
      if (random.chance(0.25)) shutDown(harness, timeline);
      else stepsLeft = random.between(1, 40);
      crashAtRandom(harness, timeline);
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

/** A deployment: the process finishes what is under way and ends. `keepRunning` starts the next. */
function shutDown(harness: Harness, timeline: Timeline): void {
  if (!harness.isRunning()) return;
  timeline.shutdowns.push(harness.clock.trueNow());
  void harness.process().stop();
}

const minute = 60_000;

/** Most restarts follow at once, some after a long outage of the machine. */
function pickDowntime(random: Random): number {
  const dice = random.next();
  if (dice < 0.12) return 40 * minute;
  return dice < 0.17 ? 17 * 60 * minute : random.between(0, 15_000);
}

export type Restarts = {
  /** Resolves when a process runs. */
  running(): Promise<void>;
  stop(): void;
};

/** Starts another process after each end of one. `beforeStart` runs while none runs. */
export function keepRunning(options: {
  harness: Harness;
  random: Random;
  timeline: Timeline;
  beforeStart: () => void;
}): Restarts {
  const { harness, random, timeline } = options;
  let over = false;
  const waiting: (() => void)[] = [];
  let seenAlive = harness.clock.trueNow();

  function look(): void {
    if (over) return;
    if (harness.isRunning()) {
      seenAlive = harness.clock.trueNow();
      harness.clock.after(1_000, look);
    } else harness.clock.after(pickDowntime(random), () => void start());
  }

  async function start(): Promise<void> {
    options.beforeStart();
    await harness.reopen();
    timeline.downtimes.push({ from: seenAlive, to: harness.clock.trueNow() });
    for (const resume of waiting.splice(0)) resume();
    look();
  }

  look();
  return {
    running() {
      if (harness.isRunning()) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },
    stop() {
      over = true;
    },
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
