import type { Clock } from '../ports/clock.ts';
import { type Decided, type DecisionPorts, saveCallbackEvent } from './save-decision.ts';

/** Ends a request whatever its state; a call that is under way is hung up. */
export function cancelCallback(
  ports: DecisionPorts & { clock: Clock },
  callbackId: string,
  by: 'visitor' | 'operator',
): Promise<Decided> {
  const event = { kind: `${by}-cancelled`, at: ports.clock.now() } as const;
  return saveCallbackEvent(ports, callbackId, event, { actor: by });
}
