import { hasEnded } from '../../../backend/domain/callback/state.ts';
import type { Harness } from '../engine/engine-harness.ts';
import type { Random } from '../fakes/seeded-random.ts';

export type Visitor = {
  /** The callback that was accepted; `undefined` when none was. */
  callbackId: string | undefined;
  proven: boolean;
};

/** Random actions from the request to an operator's retry; repeats what a crash left unanswered. */
export async function runVisitor(
  harness: Harness,
  random: Random,
  who: { siteId: string; phone: string; number: number },
): Promise<Visitor> {
  const pause = (ms: number) => new Promise<void>((resolve) => void harness.clock.after(ms, resolve));
  const visitor: Visitor = { callbackId: undefined, proven: false };

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

  async function prove(callbackId: string): Promise<void> {
    await pause(random.between(3_000, 30_000));
    const tries = random.chance(0.05) ? 2 : 1;
    const answers = await Promise.all(
      Array.from({ length: tries }, () => retryAfterCrash(() => harness.prove(callbackId))),
    );
    visitor.proven = answers.some(({ ok }) => ok);
  }

  async function changeMind(callbackId: string): Promise<void> {
    await pause(random.between(0, 90_000));
    await retryAfterCrash(() => harness.cancel(callbackId, random.pick(['visitor', 'operator'])));
  }

  async function beRetried(callbackId: string): Promise<void> {
    await pause(random.between(100_000, 900_000));
    const { status } = await retryAfterCrash(async () => (await harness.record(callbackId)).callback);
    if (hasEnded(status)) await retryAfterCrash(() => harness.retry(callbackId));
  }

  const asked = {
    siteId: who.siteId,
    phone: who.phone,
    client: `client ${who.number}`,
    idempotency: { key: `key ${who.number}`, bodyHash: 'body' },
  };
  const requested = await retryAfterCrash(() => harness.request(asked));
  if (!requested.ok) return visitor;
  const { callbackId } = requested.callback;
  visitor.callbackId = callbackId;
  if (random.chance(0.95)) await prove(callbackId);
  if (random.chance(0.12)) await changeMind(callbackId);
  if (random.chance(0.08)) await beRetried(callbackId);
  return visitor;
}
