import { nextTryAt } from '../domain/webhook-delivery.ts';
import type { SteadyClock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Store } from '../ports/store/store.ts';
import type { ClaimedDelivery, WebhookOutbox, WebhookSender, WebhookSent } from '../ports/webhooks.ts';
import { createWakeLoop, waitAtMost } from '../usecases/wake-loop.ts';
import { drainMs, leaseMs } from './run/runner.ts';

export type WebhookPorts = {
  store: Pick<Store, 'load' | 'onCommit'>;
  webhookOutbox: WebhookOutbox;
  webhookSender: WebhookSender;
  clock: SteadyClock;
  secrets: Secrets;
  log: Log;
};

export type WebhookRunner = {
  /** Begins with what a stop or a crash left behind. */
  start(): void;
  wake(): void;
  /** Claims nothing more, and waits for the answers under way, for `drainMs` at most. */
  stop(): Promise<void>;
};

/** Each address has its own places, so that a slow one does not hold up the others. */
const maxAtOnce = 4;
/** Commits of another process do not always wake this one, so it polls at least this often. */
const maxPauseMs = 30_000;
const retryMs = 5_000;

/**
 * Tells addresses about changes of state: for each callback in order, with retries for a day. It runs beside the
 * runner of effects, so that a receiver that hangs never takes a place from a call.
 */
export function createWebhookRunner(ports: WebhookPorts): WebhookRunner {
  const { store, webhookOutbox: outbox, webhookSender: sender, clock, log } = ports;
  const addresses = sender.addresses.map(({ id }) => id);
  const underWay = new Map<Promise<void>, string>();
  /** Until when an address has asked for a pause, by the monotonic clock. */
  const pausedUntil = new Map<string, number>();
  let hasGivenUpOthers = false;
  let stopped = false;
  let stopListening = () => {};
  const loop = createWakeLoop(clock, async () => {
    try {
      return await claimAll();
    } catch (cause) {
      log.warn('webhooks not claimed', { fix: 'check that the database can be written' }, cause);
      return retryMs;
    }
  });

  async function claimAll(): Promise<number | undefined> {
    if (!hasGivenUpOthers) await giveUpOthers();
    if (addresses.length === 0) return undefined;
    for (const address of addresses) await claimFor(address);
    const ready = addresses.filter((address) => placesOf(address) > 0 && pauseOf(address) === 0);
    const pauses = addresses.map(pauseOf).filter((pauseMs) => pauseMs > 0);
    const dueAt = (await outbox.nextDue(ready)) ?? Number.POSITIVE_INFINITY;
    return Math.max(0, Math.min(dueAt - clock.now(), maxPauseMs, ...pauses));
  }

  async function giveUpOthers(): Promise<void> {
    const count = await outbox.giveUpOthers(addresses, clock.now());
    hasGivenUpOthers = true;
    if (count > 0)
      log.warn('webhooks given up: their address left WEBHOOK_URLS', {
        count,
        fix: 'none, if the address was removed on purpose',
      });
  }

  async function claimFor(address: string): Promise<void> {
    const limit = placesOf(address);
    if (limit <= 0 || pauseOf(address) > 0 || stopped) return;
    const claimed = await outbox.claim({ address, at: clock.now(), leaseMs, limit });
    for (const delivery of claimed) carryOut(delivery);
  }

  function placesOf(address: string): number {
    return maxAtOnce - [...underWay.values()].filter((other) => other === address).length;
  }

  function pauseOf(address: string): number {
    return Math.max(0, (pausedUntil.get(address) ?? 0) - clock.monotonic());
  }

  function carryOut(delivery: ClaimedDelivery): void {
    const work = perform(delivery).finally(() => {
      underWay.delete(work);
      loop.wake();
    });
    underWay.set(work, delivery.address);
  }

  async function perform(delivery: ClaimedDelivery): Promise<void> {
    try {
      const callback = (await store.load(delivery.callbackId))?.callback;
      // The delivery was erased together with its callback.
      if (callback === undefined) return;
      const event = { id: delivery.id, callback, change: delivery, isTest: false };
      await conclude(delivery, await sender.send(delivery.address, event));
    } catch (cause) {
      log.warn('webhook not concluded: it is retried after its lease', { delivery: delivery.id }, cause);
    }
  }

  async function conclude(delivery: ClaimedDelivery, sent: WebhookSent): Promise<void> {
    const at = clock.now();
    const { code } = sent;
    if (sent.result === 'accepted') return outbox.settle(delivery, { state: 'delivered', code, at });
    const { retryAfterMs } = sent;
    const failingSince = delivery.failingSince ?? at;
    const retryAt = nextTryAt(failingSince, at, { retryAfterMs, jitter: ports.secrets.jitter() });
    if (retryAfterMs !== undefined && retryAt !== undefined)
      pausedUntil.set(delivery.address, clock.monotonic() + retryAt - at);
    if (retryAt !== undefined) return outbox.retry(delivery, { code, at, retryAt });
    log.error('webhook given up after a day', {
      address: sender.addresses.find(({ id }) => id === delivery.address)?.host,
      status: delivery.status,
      code,
      fix: 'fix the receiver, then send it again from the details of the callback in the dashboard',
    });
    return outbox.settle(delivery, { state: 'given-up', code, at });
  }

  return {
    start() {
      if (addresses.length > 0) stopListening = store.onCommit(loop.wake);
      loop.wake();
    },
    wake: loop.wake,
    async stop() {
      stopped = true;
      stopListening();
      loop.stop();
      await waitAtMost(clock, drainMs, drained());
    },
  };

  async function drained(): Promise<void> {
    await loop.running();
    await Promise.all(underWay.keys());
  }
}
