import type { Clock } from '../ports/clock.ts';
import { type DecisionPorts, saveCallbackEvent } from './save-decision.ts';

/**
 * After the database was restored or moved, calls that it says are due may have been made. They become texts that
 * say so. The answer counts them.
 */
export async function quarantineRequests(ports: DecisionPorts & { clock: Clock }): Promise<number> {
  if (!ports.store.moved) return 0;
  const requestIds = await ports.store.awaitingCall();
  for (const callbackId of requestIds) {
    await saveCallbackEvent(ports, callbackId, { kind: 'database-moved', at: ports.clock.now() });
  }
  return requestIds.length;
}
