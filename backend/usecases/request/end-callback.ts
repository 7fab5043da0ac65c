import type { Clock } from '../../ports/clock.ts';
import { type DecisionPorts, type SaveResult, saveCallbackEvent } from '../commit/save-event.ts';

/** Cancels a callback in any state. A call under way is ended. `actor` is the name for the audit log. */
export function cancelCallback(
  ports: DecisionPorts & { clock: Clock },
  callbackId: string,
  { cancelledBy, actor = cancelledBy }: { cancelledBy: 'visitor' | 'operator'; actor?: string },
): Promise<SaveResult> {
  const event = { kind: `${cancelledBy}-cancelled`, at: ports.clock.now() } as const;
  return saveCallbackEvent(ports, callbackId, event, { actor });
}

/**
 * Ends every callback that waits for a call, after the database was restored or moved: its call may have been made
 * already. The business gets a notice instead. Returns the number of callbacks.
 */
export async function quarantineCallbacks(ports: DecisionPorts & { clock: Clock }): Promise<number> {
  if (!ports.store.moved) return 0;
  const requestIds = await ports.store.awaitingCall();
  for (const callbackId of requestIds) {
    await saveCallbackEvent(ports, callbackId, { kind: 'database-moved', at: ports.clock.now() });
  }
  await ports.store.acceptMove();
  return requestIds.length;
}
