import { hasEnded } from '../../../backend/domain/callback/state.ts';
import type { MessageWebhook } from '../../../backend/ports/carrier/message-carrier.ts';
import { handleMessageWebhook } from '../../../backend/usecases/carrier/handle-message-webhook.ts';
import type { Harness } from '../engine/engine-harness.ts';
import type { Random } from '../fakes/seeded-random.ts';
import type { Restarts } from './faults/crashes.ts';
import { noteOnce, noteTry, type Timeline } from './world/timeline.ts';

export type Visitor = {
  /** The callback that was accepted; `undefined` when none was. */
  callbackId: string | undefined;
  proven: boolean;
};

export type Town = {
  harness: Harness;
  random: Random;
  timeline: Timeline;
  restarts: Restarts;
  /** The owner blocks a number; it counts from the next start. */
  block(siteId: string, phone: string): void;
};

type Person = { siteId: string; phone: string; number: number };

/** Random actions from the request to an operator's retry; repeats what a crash left unanswered. */
export async function runVisitor(town: Town, who: Person): Promise<Visitor> {
  const { harness, random } = town;
  const visitor: Visitor = { callbackId: undefined, proven: false };
  const asked = {
    siteId: who.siteId,
    phone: who.phone,
    client: `client ${who.number}`,
    idempotency: { key: `key ${who.number}`, bodyHash: 'body' },
  };
  const requested = await retryAfterCrash(town, () => harness.request(asked));
  if (!requested.ok) return visitor;
  const { callbackId } = requested.callback;
  visitor.callbackId = callbackId;
  if (random.chance(0.95)) visitor.proven = await prove(town, callbackId);
  if (random.chance(0.03)) await textStop(town, who);
  if (random.chance(0.03)) town.block(who.siteId, who.phone);
  if (random.chance(0.12)) await changeMind(town, callbackId);
  if (random.chance(0.08)) await beRetried(town, callbackId);
  return visitor;
}

function pause({ harness }: Town, ms: number): Promise<void> {
  return new Promise((resolve) => void harness.clock.after(ms, resolve));
}

async function retryAfterCrash<T>(town: Town, act: () => Promise<T>): Promise<T> {
  for (;;) {
    await town.restarts.running();
    if (!town.harness.isRunning()) continue;
    const { life } = town.harness.process();
    try {
      return await act();
    } catch (error) {
      if (!life.over) throw error;
      await pause(town, 1_500);
    }
  }
}

async function prove(town: Town, callbackId: string): Promise<boolean> {
  const { harness, random } = town;
  await pause(town, random.between(3_000, 30_000));
  const tries = random.chance(0.05) ? 2 : 1;
  const answers = await Promise.all(
    Array.from({ length: tries }, () =>
      retryAfterCrash(town, () => {
        noteTry(town.timeline, callbackId, harness.clock);
        return harness.prove(callbackId);
      }),
    ),
  );
  return answers.some(({ ok }) => ok);
}

async function changeMind(town: Town, callbackId: string): Promise<void> {
  const { harness, random, timeline } = town;
  await pause(town, random.between(0, 90_000));
  const by = random.pick(['visitor', 'operator'] as const);
  const cancelled = await retryAfterCrash(town, () => harness.cancel(callbackId, by));
  if (cancelled.ok && cancelled.callback.status === 'cancelled')
    noteOnce(timeline.cancelled, callbackId, harness.clock);
}

async function beRetried(town: Town, callbackId: string): Promise<void> {
  const { harness, random } = town;
  await pause(town, random.between(100_000, 900_000));
  const { status } = await retryAfterCrash(town, async () => (await harness.record(callbackId)).callback);
  if (!hasEnded(status)) return;
  await retryAfterCrash(town, () => {
    noteTry(town.timeline, callbackId, harness.clock);
    return harness.retry(callbackId);
  });
}

/** The carrier delivers an incoming message once; a process that is down never hears of it. */
async function textStop({ harness, random, timeline, ...town }: Town, who: Person): Promise<void> {
  await pause({ harness, random, timeline, ...town }, random.between(0, 60_000));
  if (!harness.isRunning()) return;
  const { life, ports } = harness.process();
  const { callerNumber } = ports.sites.get(who.siteId).site;
  const stop: MessageWebhook = {
    kind: 'inbound',
    from: who.phone,
    to: callerNumber,
    body: 'STOP',
    optOut: 'stop',
  };
  try {
    await life.outside(handleMessageWebhook(ports, stop));
    noteOnce(timeline.stopped, who.phone, harness.clock);
  } catch (error) {
    if (!life.over) throw error;
  }
}
