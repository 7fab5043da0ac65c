import type { Harness } from '../engine/engine-harness.ts';
import type { Random } from '../fakes/seeded-random.ts';

type Honest = {
  /** `let in`, or the reason of the rejection. */
  answer: string;
  callbackId: string | undefined;
};

export type Crowd = { honest: Honest[]; refusals: Record<string, number>; admitted: number };

const american = [
  201, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234, 239, 240, 248, 251, 252, 253, 254,
];
const canadian = [403, 416, 418, 438, 450, 506, 514, 519, 604, 613];

/** Five hundred numbers in three countries, many of them neighbours. */
function botNumber(index: number): string {
  const last = String(130 + Math.floor(index / 20)).padStart(4, '0');
  if (index < 200) return `+1${american[index % 20]}555${last}`;
  if (index < 350) return `+1${canadian[index % 10]}555${last}`;
  return `+4474001${String(20_000 + index * 37)}`;
}

/** Every visitor has their own number, outside the bots' blocks. */
function honestNumber(index: number): string {
  const area = [202, 203, 205, 206, 207, 208, 209, 210, 212, 213][index % 10];
  return `+1${area}${String(220 + Math.floor(index / 10)).padStart(3, '0')}0150`;
}

/** Time until the next strike (ms). One follows every nine minutes, because a code expires after ten. */
function untilTheyStrike(now: number): number {
  return 540_000 - (now % 540_000);
}

export function createCrowd(harness: Harness, random: Random) {
  const crowd: Crowd = { honest: [], refusals: {}, admitted: 0 };
  const pause = (ms: number) => new Promise<void>((resolve) => void harness.clock.after(ms, resolve));

  /** Repeats a request that a crash left unanswered. */
  async function retryAfterCrash<T>(act: () => Promise<T>): Promise<T> {
    for (;;) {
      while (!harness.isRunning()) await pause(1_500);
      const { life } = harness.process();
      try {
        return await act();
      } catch (error) {
        if (!life.over) throw error;
      }
    }
  }

  async function proveLater(callbackId: string, wait: number): Promise<void> {
    await pause(wait);
    await retryAfterCrash(() => harness.prove(callbackId));
  }

  return {
    crowd,
    /**
     * From one of a thousand addresses, with one of five hundred numbers. One in seven owns the phone. All of these
     * enter their codes at the same moment, when none of their calls is counted yet.
     */
    async bot(): Promise<void> {
      const client = `bot ${random.between(0, 999)}`;
      const phone = botNumber(random.between(0, 499));
      const ownsPhone = random.chance(0.15);
      const requested = await retryAfterCrash(() => harness.request({ client, phone }));
      if (!requested.ok) {
        crowd.refusals[requested.reason] = (crowd.refusals[requested.reason] ?? 0) + 1;
        return;
      }
      crowd.admitted += 1;
      if (ownsPhone) void proveLater(requested.callback.callbackId, untilTheyStrike(harness.clock.now()));
    },
    async visitor(): Promise<void> {
      const index = crowd.honest.length;
      const answered: Honest = { answer: 'let in', callbackId: undefined };
      crowd.honest.push(answered);
      const asked = { client: `honest ${index}`, phone: honestNumber(index) };
      const requested = await retryAfterCrash(() => harness.request(asked));
      if (!requested.ok) {
        answered.answer = requested.reason;
        return;
      }
      answered.callbackId = requested.callback.callbackId;
      void proveLater(requested.callback.callbackId, random.between(3_000, 30_000));
    },
  };
}
