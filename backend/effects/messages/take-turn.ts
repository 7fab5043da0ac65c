import type { Callback } from '../../domain/callback/state.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Message } from '../../ports/store/change.ts';
import type { Store } from '../../ports/store/store.ts';

export type Turn =
  /** The message tells about these callbacks; its own may be among them. `isNew`: it has just taken the turn. */
  | { kind: 'leads'; callbacks: readonly Callback[]; isNew: boolean }
  /** Another message is to tell about this callback. */
  | { kind: 'follows'; message: Message }
  | { kind: 'waits'; until: number };

/** Takes the turn of a message's channel, or finds which message has the turn that tells about its callback. */
export async function findTurn(
  ports: { store: Store; clock: Clock },
  message: Message,
  spacingMs: number,
): Promise<Turn> {
  const { store, clock } = ports;
  if (message.toldBy === message.messageId) return lead(store, message, false);
  if (message.toldBy !== undefined) return { kind: 'follows', message };
  const at = clock.now();
  const turn = await store.takeNoticeTurn(message, at, spacingMs);
  if (turn.leads) return lead(store, message, true);
  const current = await store.loadMessage(message.messageId);
  if (current?.toldBy !== undefined) return { kind: 'follows', message: current };
  return { kind: 'waits', until: Math.max(turn.freeAt, at + shortestWaitMs) };
}

const shortestWaitMs = 100;

async function lead(store: Store, { messageId }: Message, isNew: boolean): Promise<Turn> {
  return { kind: 'leads', callbacks: await store.callbacksToldBy(messageId), isNew };
}
