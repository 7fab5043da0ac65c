import type { Clock } from '../../ports/clock.ts';
import { type DecisionPorts, type SaveResult, saveCallbackEvent } from '../commit/save-event.ts';

/** Ends a request whatever its state; a call that is under way is hung up. */
export function cancelCallback(
  ports: DecisionPorts & { clock: Clock },
  callbackId: string,
  by: 'visitor' | 'operator',
): Promise<SaveResult> {
  const event = { kind: `${by}-cancelled`, at: ports.clock.now() } as const;
  return saveCallbackEvent(ports, callbackId, event, { actor: by });
}

/**
 * After the database was restored or moved, calls that it says are due may have been made. They become texts that
 * say so. The answer counts them.
 */
export async function quarantineCallbacks(ports: DecisionPorts & { clock: Clock }): Promise<number> {
  if (!ports.store.moved) return 0;
  const requestIds = await ports.store.awaitingCall();
  for (const callbackId of requestIds) {
    await saveCallbackEvent(ports, callbackId, { kind: 'database-moved', at: ports.clock.now() });
  }
  return requestIds.length;
}
