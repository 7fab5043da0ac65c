import { isOpen } from '../domain/attempt/state.ts';
import type { Clock } from '../ports/clock.ts';
import { type Decided, type DecisionPorts, saveCallbackEvent } from './save-decision.ts';

/** Tries a failed request again with a new attempt, once the last one is known to be over. */
export async function retryCallback(
  ports: DecisionPorts & { clock: Clock },
  requestId: string,
): Promise<Decided | { ok: false; reason: 'attempt-open' }> {
  const record = await ports.store.load(requestId);
  if (record?.attempt !== undefined && isOpen(record.attempt)) return { ok: false, reason: 'attempt-open' };
  const event = { kind: 'retry-asked', at: ports.clock.now() } as const;
  return saveCallbackEvent(ports, requestId, event, { actor: 'operator' });
}
