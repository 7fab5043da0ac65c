import type { EffectKind } from '../domain/effect.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { ClaimedEffect } from '../ports/store/effect-queue.ts';
import type { Store } from '../ports/store/store.ts';
import { backoff, type Handlers, mostTries, type Performed } from './handler.ts';

export type RunnerPorts = { store: Store; clock: Clock; secrets: Secrets; log: Log };

export type RunnerOptions = {
  handlers: Handlers;
  onGiveUp: (claimed: ClaimedEffect) => Promise<void>;
  /** This process, among those that share the database. */
  owner: string;
};

/** Longer than any handler's own time-outs together; after it another process may take the row over. */
export const lease = 30_000;
export const drain = 10_000;
const mostAtOnce = 64;
/** The net under the wake-ups: another process may have armed something that nobody here was told of. */
const longestSleep = 30_000;

export type Runner = {
  start(): void;
  /** Stops claiming and waits for what is under way, ten seconds at most. */
  stop(): Promise<void>;
  /** Resolves when nothing is under way and nothing is due. */
  idle(): Promise<void>;
};

/** Claims effects that are due, has them carried out, and sleeps until the next one is. */
export function createRunner(ports: RunnerPorts, options: RunnerOptions): Runner {
  const { store, clock } = ports;
  const kinds = Object.keys(options.handlers) as EffectKind[];
  const underWay = new Set<Promise<void>>();
  let running = false;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let cancelSleep = () => {};
  let stopListening = () => {};

  function wake(): void {
    if (!running) return;
    if (looking !== undefined) {
      lookAgain = true;
      return;
    }
    looking = look().finally(() => {
      looking = undefined;
      if (lookAgain) wake();
    });
  }

  async function look(): Promise<void> {
    lookAgain = false;
    cancelSleep();
    const room = mostAtOnce - underWay.size;
    if (room <= 0) return;
    try {
      const claimed = await store.claim({
        kinds,
        owner: options.owner,
        at: clock.now(),
        leaseMs: lease,
        limit: room,
      });
      for (const effect of claimed) carryOut(effect);
      if (claimed.length === room) lookAgain = true;
      else sleep(await store.nextDue(kinds));
    } catch (cause) {
      ports.log.error(
        'effects could not be claimed',
        { fix: 'see whether the database can be written' },
        cause,
      );
      sleep(clock.now() + backoff(2, ports.secrets.jitter()));
    }
  }

  function sleep(until: number | undefined): void {
    if (!running) return;
    const now = clock.now();
    const pause = Math.max(0, Math.min((until ?? Number.POSITIVE_INFINITY) - now, longestSleep));
    cancelSleep = clock.after(pause, wake);
  }

  function carryOut(claimed: ClaimedEffect): void {
    const work = perform(claimed).finally(() => {
      underWay.delete(work);
      wake();
    });
    underWay.add(work);
  }

  async function perform(claimed: ClaimedEffect): Promise<void> {
    try {
      const performed = await tryOnce(claimed);
      await conclude(claimed, performed);
    } catch (cause) {
      ports.log.error(
        'an effect could not be concluded; its lease will run out',
        { effect: claimed.effect.kind },
        cause,
      );
    }
  }

  async function tryOnce(claimed: ClaimedEffect): Promise<Performed> {
    const handle = options.handlers[claimed.effect.kind] as (claimed: ClaimedEffect) => Promise<Performed>;
    try {
      return await handle(claimed);
    } catch (cause) {
      ports.log.warn('an effect failed', { effect: claimed.effect.kind, tries: claimed.tries }, cause);
      return { result: 'failed', reason: String(cause) };
    }
  }

  async function conclude(claimed: ClaimedEffect, performed: Performed): Promise<void> {
    if (performed.result === 'done') return store.acknowledge(claimed);
    // Waiting is no failure, however often it takes: what fails afterwards has all its tries.
    if (performed.result === 'wait') return store.reschedule(claimed, performed.until, 0);
    const exhausted = claimed.tries >= mostTries[claimed.effect.kind];
    if (performed.result === 'failed' && !exhausted) {
      return store.reschedule(claimed, clock.now() + backoff(claimed.tries, ports.secrets.jitter()));
    }
    ports.log.error('an effect was given up', {
      effect: claimed.effect.kind,
      tries: claimed.tries,
      reason: performed.reason,
    });
    return options.onGiveUp(claimed);
  }

  async function stop(): Promise<void> {
    running = false;
    cancelSleep();
    stopListening();
    await looking;
    let cancel = () => {};
    const patience = new Promise<void>((resolve) => {
      cancel = clock.after(drain, resolve);
    });
    await Promise.race([Promise.all(underWay), patience]);
    cancel();
  }

  async function idle(): Promise<void> {
    while (looking !== undefined || underWay.size > 0) {
      await looking;
      await Promise.all(underWay);
    }
  }

  return {
    start() {
      running = true;
      stopListening = store.onCommit(({ armed }) => {
        if (armed) wake();
      });
      wake();
    },
    stop,
    idle,
  };
}
