import { type AttemptPhase, isAttemptOpen, phaseOf } from '../../domain/attempt/state.ts';
import { codePolicy, resendAllowedAt } from '../../domain/callback/code.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { Site } from '../../domain/site/site.ts';
import type { Sites } from '../../ports/sites.ts';
import type { CallbackRecord } from '../../ports/store/callback-store.ts';
import type { Store } from '../../ports/store/store.ts';

type CallStep = 'calling-business' | 'business-screening' | 'calling-visitor' | 'bridged';

/** What the visitor's page may know about one callback. Times are milliseconds since the epoch. */
export type CallbackView = {
  callback: Callback;
  step: CallStep | undefined;
  /** Only while waiting for a line. `expectedWait` (ms) is estimated from recent conversations. */
  queue: { position: number; expectedWait: number } | undefined;
  /** Only while the callback waits for its code. */
  code: { expiresAt: number; guessesLeft: number; resendAt: number } | undefined;
};

const steps: Record<AttemptPhase, CallStep | undefined> = {
  intended: 'calling-business',
  placed: 'calling-business',
  ringing: 'calling-business',
  answered: 'business-screening',
  accepted: 'calling-visitor',
  bridged: 'bridged',
  ended: undefined,
  unknown: undefined,
};

/** Assumed time that a call holds its line, until calls have been measured. */
const defaultHoldMs = 120_000;

export async function viewCallback(
  ports: { store: Store; sites: Sites },
  record: CallbackRecord,
): Promise<CallbackView> {
  const { callback } = record;
  return {
    callback,
    step: stepOf(record),
    queue: callback.status === 'verified' ? await viewQueue(ports, callback) : undefined,
    code: callback.status === 'pending' ? viewCode(callback) : undefined,
  };
}

/** Returns how far the call is, while there is one. */
export function stepOf({ callback, attempt }: CallbackRecord): CallStep | undefined {
  const underWay = callback.status === 'calling' || callback.status === 'connected';
  return underWay && attempt !== undefined && isAttemptOpen(attempt) ? steps[phaseOf(attempt)] : undefined;
}

async function viewQueue(
  ports: { store: Store; sites: Sites },
  callback: Callback,
): Promise<CallbackView['queue']> {
  const { site } = ports.sites.get(callback.siteId);
  return queueAt(await ports.store.queuePosition(callback, site.businessNumber), site);
}

/** Returns the estimated wait (ms) of a callback that was requested now; undefined while none waits before it. */
export async function expectedWaitForNew(
  { store }: { store: Pick<Store, 'queuePosition'> },
  site: Site,
  now: number,
): Promise<number | undefined> {
  const last = { siteId: site.id, callbackId: '', createdAt: now, verifiedAt: undefined };
  const found = await store.queuePosition(last, site.businessNumber);
  return found.ahead === 0 ? undefined : queueAt(found, site).expectedWait;
}

function queueAt({ ahead, meanHoldMs }: Awaited<ReturnType<Store['queuePosition']>>, { lines }: Site) {
  const turns = Math.ceil((ahead + 1) / lines);
  return { position: ahead + 1, expectedWait: turns * (meanHoldMs ?? defaultHoldMs) };
}

function viewCode({ code }: Callback): CallbackView['code'] {
  return {
    expiresAt: code.sentAt + codePolicy.validityMs,
    guessesLeft: Math.max(0, codePolicy.guesses - code.guesses),
    resendAt: resendAllowedAt(code),
  };
}
