import type { Attempt } from '../../../../backend/domain/attempt/state.ts';
import type { Amounts } from '../../../../backend/domain/budget/charge.ts';
import type { Callback } from '../../../../backend/domain/callback/state.ts';
import { type EffectKind, effectKey } from '../../../../backend/domain/effect.ts';
import { maxTries } from '../../../../backend/effects/run/handler.ts';
import type { ClaimedEffect } from '../../../../backend/ports/store/effect-queue.ts';
import type { Store } from '../../../../backend/ports/store/store.ts';
import type { Harness } from '../../engine/engine-harness.ts';
import type { Outages } from '../faults/outages.ts';
import type { SimulatedBusiness } from '../world/sample-businesses.ts';
import type { Timeline } from '../world/timeline.ts';
import { sumSpending } from './spending-oracle.ts';

/** The results of a run. They are read through the ports, so they are the same for every store. */
export type Evidence = {
  harness: Harness;
  visitors: readonly { callbackId: string | undefined }[];
  callbacks: readonly Callback[];
  /** Attempts by token. */
  attempts: ReadonlyMap<string, Attempt>;
  effectsLeft: readonly ClaimedEffect[];
  timeline: Timeline;
  outages: Outages;
  businesses: readonly SimulatedBusiness[];
  /** What all sites have charged and reserved. */
  counted: Amounts;
  /** The messages that tell about a callback, by its id. */
  toldBy: ReadonlyMap<string, readonly string[]>;
  /** Callbacks that were accepted and are not stored. */
  lost: readonly string[];
};

export const everyEffectKind = Object.keys(maxTries) as EffectKind[];

/** The virtual clock's start. */
const runStartsAt = Date.UTC(2030, 0, 7);

type Seen = Omit<Evidence, 'callbacks' | 'attempts' | 'effectsLeft' | 'counted' | 'toldBy' | 'lost'>;

export async function collectEvidence(seen: Seen): Promise<Evidence> {
  const { harness, visitors } = seen;
  const { store } = harness.process().ports;
  const ids = visitors.flatMap(({ callbackId }) => (callbackId === undefined ? [] : [callbackId]));
  const callbacks: Callback[] = [];
  const attempts = new Map<string, Attempt>();
  const toldBy = new Map<string, readonly string[]>();
  const lost: string[] = [];
  for (const callbackId of ids) {
    const callback = (await store.load(callbackId))?.callback;
    if (callback === undefined) {
      lost.push(callbackId);
      continue;
    }
    callbacks.push(callback);
    toldBy.set(callbackId, await tellersOf(store, callback));
    for (const attempt of await attemptsOf(store, callback)) attempts.set(attempt.token, attempt);
  }
  const siteIds = seen.businesses.map(({ site }) => site.id);
  const counted = await sumSpending(harness, siteIds, runStartsAt);
  return { ...seen, counted, callbacks, attempts, toldBy, lost, effectsLeft: await claimAll(store) };
}

async function attemptsOf(store: Store, { callbackId, attempts }: Callback): Promise<Attempt[]> {
  const numbers = Array.from({ length: attempts }, (_, index) => index + 1);
  const records = await Promise.all(numbers.map((number) => store.loadAttempt(callbackId, number)));
  return records.flatMap((record) => (record?.attempt === undefined ? [] : [record.attempt]));
}

async function tellersOf(
  store: Store,
  { callbackId, attempts: attempt, notices }: Callback,
): Promise<string[]> {
  const keys = notices.map(({ channel }) => effectKey({ kind: 'notify-business', channel, attempt }));
  const messages = await Promise.all(keys.map((key) => store.loadMessageFor(callbackId, key)));
  return messages.flatMap((message) => message?.toldBy ?? []);
}

function claimAll(store: Store): Promise<ClaimedEffect[]> {
  const endOfTime = Date.UTC(2100, 0, 1);
  return store.claim({
    kinds: everyEffectKind,
    owner: 'the simulation',
    at: endOfTime,
    leaseMs: 1,
    limit: 1_000,
  });
}
