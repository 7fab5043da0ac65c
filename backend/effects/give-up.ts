import type { Clock } from '../ports/clock.ts';
import type { ClaimedEffect } from '../ports/store/effect-queue.ts';
import { type DecisionPorts, saveAttemptEvent, saveCallbackEvent } from '../usecases/save-decision.ts';

/** An effect that cannot be carried out becomes an event of its own; what that means is the domain's to decide. */
export async function giveUp(ports: DecisionPorts & { clock: Clock }, claimed: ClaimedEffect): Promise<void> {
  const { effect, callbackId } = claimed;
  const at = ports.clock.now();
  if (effect.kind === 'check-attempt') {
    const find = () => ports.store.loadAttempt(callbackId, effect.attempt);
    await saveAttemptEvent(ports, find, { kind: 'check-gave-up', at }, { settles: claimed });
    return;
  }
  const channel = effect.kind === 'notify-business' ? effect.channel : undefined;
  const event = { kind: 'effect-gave-up', at, effect: effect.kind, channel } as const;
  await saveCallbackEvent(ports, callbackId, event, { settles: claimed });
}
