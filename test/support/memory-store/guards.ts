import { startOfDay } from '../../../backend/domain/budget/caps.ts';
import type { Callback } from '../../../backend/domain/callback/state.ts';
import type { QueuePlace } from '../../../backend/ports/store/callback-store.ts';
import type { Change, Conflict, Guard } from '../../../backend/ports/store/change.ts';
import { codesTo, codesToBlock, isNetworkBelow } from './codes.ts';
import { attemptKey, type Tables } from './tables.ts';

type GuardOf<K extends Guard['kind']> = Extract<Guard, { kind: K }>;

/** Returns the conflict of a guard that does not hold. The change's callback is written, its attempt is not. */
export function brokenGuard(tables: Tables, guard: Guard, change: Change): Conflict | undefined {
  const { callbackId } = change.callback.after;
  const unless = (holds: boolean, conflict: Conflict) => (holds ? undefined : conflict);
  switch (guard.kind) {
    case 'line-free':
      return unless(isLineFree(tables, guard, change), 'line-busy');
    case 'not-opted-out':
      return unless(!guard.fingerprints.some((each) => tables.optOuts.get(each)), 'opted-out');
    case 'call-covered':
      return unless(isCallCovered(tables, guard, callbackId), 'budget-reached');
    case 'client-below':
      return unless(
        othersBy(tables, 'client', guard.client, guard.since, callbackId) < guard.max,
        'client-limit',
      );
    case 'identity-below':
      return unless(
        othersBy(tables, 'identity', guard.identity, guard.since, callbackId) < guard.max,
        'identity-limit',
      );
    case 'codes-below':
      return unless(
        codesTo(tables, guard.phone, guard.counted, guard.since).length < guard.max,
        'code-limit',
      );
    case 'network-below':
      return unless(isNetworkBelow(tables, guard), 'network-limit');
    case 'block-below':
      return unless(codesToBlock(tables, guard.block, guard.since).length < guard.max, 'block-limit');
  }
}

function isLineFree(tables: Tables, { line, lines }: GuardOf<'line-free'>, change: Change): boolean {
  const own = change.attempt === undefined ? undefined : attemptKey(change.attempt.after);
  const holders = [...tables.holders].filter(([key, attempt]) => attempt.line === line && key !== own);
  if (holders.length >= lines) return false;
  const { before } = change.callback;
  return before?.status !== 'verified' || !waitsBefore(tables, before).some(Boolean);
}

/** The site's callbacks that were verified before this one; the id decides between equal instants. */
export function waitsBefore(tables: Tables, than: QueuePlace): Callback[] {
  const since = than.verifiedAt ?? than.createdAt;
  return [...tables.waiting.values()].filter(
    ({ callbackId, siteId, verifiedAt }) =>
      siteId === than.siteId &&
      callbackId !== than.callbackId &&
      verifiedAt !== undefined &&
      (verifiedAt < since || (verifiedAt === since && callbackId < than.callbackId)),
  );
}

function isCallCovered(tables: Tables, { caps }: GuardOf<'call-covered'>, callbackId: string): boolean {
  const reserved = tables.reservations.get(`${callbackId}/call`);
  if (reserved === undefined) return false;
  const counter = tables.counters.get(`${reserved.siteId}/day/${startOfDay(reserved.day)}`);
  if (counter === undefined) return false;
  const { calls, minutes, money } = counter.amounts;
  return calls <= caps.callsPerDay && minutes <= caps.minutesPerDay && money <= caps.moneyPerDay;
}

function othersBy(
  tables: Tables,
  who: 'client' | 'identity',
  value: string,
  since: number,
  created: string,
): number {
  return creationsBy(tables, who, value, since).filter(({ callbackId }) => callbackId !== created).length;
}

/** The callbacks that a client or a signed-in visitor created since a time, newest first. */
export function creationsBy(
  tables: Tables,
  who: 'client' | 'identity',
  value: string,
  since: number,
): Callback[] {
  const found: Callback[] = [];
  for (const callbackId of tables.creations.get(`${who} ${value}`) ?? []) {
    const callback = tables.callbacks.get(callbackId);
    if (callback !== undefined && callback.createdAt >= since) found.push(callback);
  }
  return found.sort((left, right) => right.createdAt - left.createdAt);
}
