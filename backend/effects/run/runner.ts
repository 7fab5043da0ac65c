import type { EffectKind } from '../../domain/effect.ts';
import type { SteadyClock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { ClaimedEffect } from '../../ports/store/effect-queue.ts';
import type { Store } from '../../ports/store/store.ts';
import { createWakeLoop, waitAtMost } from '../../usecases/wake-loop.ts';
import { createClockFollower } from './follow-clock.ts';
import { backoffMs, type Handlers, maxTries, type Performed } from './handler.ts';

export type RunnerPorts = { store: Store; clock: SteadyClock; secrets: Secrets; log: Log };

export type RunnerOptions = {
  handlers: Handlers;
  onGiveUp: (claimed: ClaimedEffect) => Promise<void>;
  /** Name of this process among those that share the database. */
  owner: string;
};

/** Longer than the sum of any handler's timeouts. After it another process may claim the effect. */
export const leaseMs = 30_000;
/** Longer than the wait for the carrier's answer to a call, and with the server's close within Docker's ten seconds. */
export const drainMs = 8_500;
const maxAtOnce = 64;
/** Commits of another process do not wake this one, so it polls at least this often. */
const maxPauseMs = 30_000;

export type Runner = {
  start(): void;
  /**
   * Stops claiming at once and releases effects that were claimed but not begun. Waits for the effects under way, for
   * `drainMs` at most.
   */
  stop(): Promise<void>;
  /** Resolves when no effect is under way or due. */
  idle(): Promise<void>;
};

/** Claims due effects, calls their handlers and pauses until the next effect is due. */
export function createRunner(ports: RunnerPorts, options: RunnerOptions): Runner {
  const { store, clock } = ports;
  const kinds = Object.keys(options.handlers) as EffectKind[];
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const followClock = createClockFollower(ports);
  let stopListening = () => {};
  const loop = createWakeLoop(clock, claimDue);

  async function claimDue(): Promise<number | undefined> {
    const room = maxAtOnce - underWay.size;
    // The next effect that ends wakes the loop.
    if (room <= 0) return undefined;
    try {
      await followClock();
      const claimed = await store.claim({
        kinds,
        owner: options.owner,
        at: clock.now(),
        leaseMs,
        limit: room,
      });
      if (stopping.signal.aborted) return release(claimed);
      for (const effect of claimed) carryOut(effect);
      if (claimed.length < room) return pauseUntil(await store.nextDue(kinds));
      loop.wake();
      return undefined;
    } catch (cause) {
      ports.log.error('effects not claimed', { fix: 'check that the database can be written' }, cause);
      return backoffMs(2, ports.secrets.jitter());
    }
  }

  /** Gives effects back as they were: the next process takes them without waiting for the end of a lease. */
  async function release(claimed: readonly ClaimedEffect[]): Promise<undefined> {
    await Promise.all(claimed.map((effect) => store.reschedule(effect, effect.dueAt, effect.tries - 1)));
  }

  function pauseUntil(dueAt: number | undefined): number {
    const untilDueMs = (dueAt ?? Number.POSITIVE_INFINITY) - clock.now();
    return Math.max(0, Math.min(untilDueMs, maxPauseMs));
  }

  function carryOut(claimed: ClaimedEffect): void {
    const work = perform(claimed).finally(() => {
      underWay.delete(work);
      loop.wake();
    });
    underWay.add(work);
  }

  async function perform(claimed: ClaimedEffect): Promise<void> {
    try {
      const performed = await tryOnce(claimed);
      await conclude(claimed, performed);
    } catch (cause) {
      ports.log.error(
        'effect not concluded: it is retried after its lease',
        { effect: claimed.effect.kind },
        cause,
      );
    }
  }

  async function tryOnce(claimed: ClaimedEffect): Promise<Performed> {
    const handle = options.handlers[claimed.effect.kind] as (
      claimed: ClaimedEffect,
      stopping: AbortSignal,
    ) => Promise<Performed>;
    try {
      return await handle(claimed, stopping.signal);
    } catch (cause) {
      ports.log.warn('effect failed', { effect: claimed.effect.kind, tries: claimed.tries }, cause);
      return { result: 'failed', reason: String(cause) };
    }
  }

  async function conclude(claimed: ClaimedEffect, performed: Performed): Promise<void> {
    if (performed.result === 'done') return store.acknowledge(claimed);
    // Waiting is not a failure: a later failure still has all its tries.
    if (performed.result === 'wait') return store.reschedule(claimed, performed.until, performed.tries ?? 0);
    const exhausted = claimed.tries >= maxTries[claimed.effect.kind];
    if (performed.result === 'failed' && !exhausted) {
      return store.reschedule(claimed, clock.now() + backoffMs(claimed.tries, ports.secrets.jitter()));
    }
    ports.log.error('effect given up', {
      effect: claimed.effect.kind,
      tries: claimed.tries,
      reason: performed.reason,
    });
    return options.onGiveUp(claimed);
  }

  async function stop(): Promise<void> {
    stopping.abort();
    loop.stop();
    stopListening();
    await waitAtMost(clock, drainMs, drained());
  }

  async function drained(): Promise<void> {
    await loop.running();
    await Promise.all(underWay);
  }

  async function idle(): Promise<void> {
    while (loop.running() !== undefined || underWay.size > 0) {
      await loop.running();
      await Promise.all(underWay);
    }
  }

  return {
    start() {
      stopListening = store.onCommit(({ armed }) => {
        if (armed) loop.wake();
      });
      loop.wake();
    },
    stop,
    idle,
  };
}
