import type { Callback } from '../domain/callback/state.ts';
import type { Secrets } from '../ports/secrets.ts';
import { type ActionPorts, type ActionResult, type Actor, act } from './operator/actions.ts';

/**
 * The link in a notice about a missed call. It shows the callback and lets its holder call back or mark it as done, once.
 * It is sealed, so that it can be neither guessed nor read.
 */
const purpose = 'notice-link';

/** Who acts by a link, in the audit log. */
const actor: Actor = { name: 'notice link' };

const lifetimeMs = 7 * 86_400_000;

/** Returns the address for the latest end of a callback. */
export function noticeLink(
  { secrets, publicBaseUrl }: { secrets: Secrets; publicBaseUrl: string },
  { callbackId, endedAt }: Callback,
): string {
  return `${publicBaseUrl}/r/${secrets.seal(purpose, `${callbackId}/${writeTime(endedAt)}`)}`;
}

/** A callback that is retried ends again at another time, so the links of its earlier notices act no more. */
function writeTime(endedAt = 0): string {
  return endedAt.toString(36);
}

export type LinkedCallback =
  | { state: 'unknown' }
  /** Too old: it shows nothing any more. */
  | { state: 'expired' }
  /** The visitor still waits to be called. */
  | { state: 'open'; callback: Callback }
  /** It was acted on meanwhile, by this link or elsewhere. */
  | { state: 'handled'; callback: Callback };

export async function openNoticeLink(
  { store, secrets, clock }: Pick<ActionPorts, 'store' | 'secrets' | 'clock'>,
  token: string,
): Promise<LinkedCallback> {
  const opened = secrets.unseal(purpose, token);
  if (opened === undefined) return { state: 'unknown' };
  const [callbackId = '', end] = opened.split('/');
  const callback = (await store.load(callbackId))?.callback;
  if (callback === undefined) return { state: 'unknown' };
  const { status, done, endedAt } = callback;
  if (endedAt !== undefined && clock.now() > endedAt + lifetimeMs) return { state: 'expired' };
  const isOpen = status === 'failed' && done === undefined && writeTime(endedAt) === end;
  return { state: isOpen ? 'open' : 'handled', callback };
}

/** Acts on an open link. `undefined`: it is no longer open, which the page shows. */
export async function useNoticeLink(
  ports: ActionPorts,
  token: string,
  action: 'retry' | 'done',
): Promise<ActionResult | undefined> {
  const linked = await openNoticeLink(ports, token);
  return linked.state === 'open' ? act(ports, actor, action, linked.callback.callbackId) : undefined;
}
