import { signal } from '@preact/signals';
import type { OperatorSession } from '../../../contract/operator/access.ts';
import type { SiteInfo } from '../../../contract/site.ts';
import { deployedBackend, developmentBackends } from '../../api/backend-candidates.ts';
import type { Failure } from '../../api/fetch-json.ts';
import { createBackendFinder } from '../../api/find-backend.ts';
import { retryUntilAnswered } from '../../api/retry-until-answered.ts';
import { watchActs } from '../api/acts.ts';
import { operatorApi } from '../api/operator-api.ts';
import { isServedByBackend, observeAnswers, type Seen, useAccess } from '../api/operator-fetch.ts';
import { serverNow } from './clock.ts';

/** `ended` keeps the page behind the sign-in, so that no work is lost. */
export type Phase = 'connecting' | 'unreachable' | 'signed-out' | 'signed-in' | 'ended';

export const phase = signal<Phase>('connecting');
export const session = signal<OperatorSession | undefined>(undefined);
export const site = signal<SiteInfo | undefined>(undefined);
/** Whether the last request reached the server. */
export const isOnline = signal(true);
/** When the session ends unless another request comes; undefined without one. */
export const endsAt = signal<number | undefined>(undefined);

const scopes = ['viewer', 'operator', 'admin'] as const;

export function mayUse(needed: OperatorSession['scope']): boolean {
  const scope = session.value?.scope;
  return scope !== undefined && scopes.indexOf(scope) >= scopes.indexOf(needed);
}

let base = '';
let idleMs = 0;
let lastUsedAt = 0;
/** The server notes a use at most once a minute. */
const noteIntervalMs = 60_000;
const quietMs = 4 * 60_000;

/** Finds the server, and goes on with the session that the browser kept in a cookie. */
export async function connect(): Promise<void> {
  const candidates = isDevelopment
    ? developmentBackends(location, builtBackendUrl)
    : [deployedBackend(location, builtBackendUrl)];
  const found = await retryUntilAnswered(createBackendFinder(candidates).find, {
    onLost: () => {
      phase.value = 'unreachable';
    },
    isOver: () => false,
  });
  if (found?.ok !== true) return;
  base = found.body.base;
  site.value = found.body.site;
  useAccess({ base, bearer: undefined });
  observeAnswers(noteAnswer);
  watchActs(keepAlive);
  const kept = isServedByBackend() ? await operatorApi.session() : undefined;
  if (kept?.ok) enter(kept.body);
  else phase.value = 'signed-out';
}

/** Returns undefined when the operator is signed in. */
export async function signIn(token: string, code: string): Promise<Failure | undefined> {
  useAccess({ base, bearer: undefined });
  const answer = await operatorApi.signIn({
    token: token.trim(),
    ...(code === '' ? {} : { code }),
    keep: isServedByBackend() ? 'cookie' : 'bearer',
  });
  if (!answer.ok) return answer;
  useAccess({ base, bearer: answer.body.session });
  const { session: _secret, ...known } = answer.body;
  enter(known);
  return undefined;
}

function enter(next: OperatorSession): void {
  session.value = next;
  lastUsedAt = serverNow();
  idleMs = Math.max(0, Date.parse(next.expires_at) - serverNow());
  endsAt.value = Date.parse(next.expires_at);
  phase.value = 'signed-in';
}

/** Asks for the session again, which is a use of it. */
export async function staySignedIn(): Promise<void> {
  const answer = await operatorApi.session();
  if (answer.ok) enter(answer.body);
}

/** Reading and scrolling send no request, so from time to time such an act asks for the session. */
function keepAlive(): void {
  if (phase.value !== 'signed-in' || serverNow() - lastUsedAt < quietMs) return;
  lastUsedAt = serverNow();
  void staySignedIn();
}

/** Ends the session and forgets everything that the page holds. */
export async function leave(where: 'here' | 'everywhere'): Promise<void> {
  await (where === 'here' ? operatorApi.signOut() : operatorApi.signOutEverywhere());
  location.reload();
}

function noteAnswer({ ok, code, isAct, hasEnded }: Seen): void {
  isOnline.value = ok || code !== undefined;
  const known = session.value;
  if (hasEnded && phase.value === 'signed-in') phase.value = 'ended';
  if (!ok || !isAct || known === undefined || serverNow() - lastUsedAt < noteIntervalMs) return;
  lastUsedAt = serverNow();
  endsAt.value = Math.min(lastUsedAt + idleMs, Date.parse(known.ends_at));
}
