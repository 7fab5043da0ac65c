import { type Callback, callbackStatuses } from '../../../backend/domain/callback/state.ts';
import type { Outcome } from '../../../backend/domain/outcome.ts';
import type { Random } from '../fakes/seeded-random.ts';

/** What the operator's lists know of a callback. */
export type ListedCallback = Pick<
  Callback,
  'callbackId' | 'siteId' | 'status' | 'outcome' | 'createdAt' | 'updatedAt' | 'verifiedAt' | 'done'
> & { name: string; phone: string };

/** The first callback is created at this time, the last one less than `periodMs` later. */
export const periodStart = Date.UTC(2026, 10, 1);
export const periodMs = 3 * 86_400_000;

const names = ['Ann', 'anna', 'Joanna', 'BO', 'Boris', 'LENA', 'lenard', 'Zoe', 'Xi', 'Magdalena'] as const;

/** Few, so that most groups of the lists hold several callbacks. */
export const someOutcomes = [
  'talked',
  'business-busy',
  'opted-out',
  'cancelled-by-visitor',
] as const satisfies Outcome[];

/** Returns callbacks in every state, also in states that the engine does not produce, created in any order. */
export function randomCallbacks(random: Random, count: number): ListedCallback[] {
  return Array.from({ length: count }, (_, index) => randomCallback(random, index));
}

function randomCallback(random: Random, index: number): ListedCallback {
  const createdAt = periodStart + random.between(0, periodMs - 1);
  const done = random.chance(0.3) ? { at: createdAt, by: 'Ada' } : undefined;
  return {
    callbackId: `c${String(index).padStart(7, '0')}`,
    siteId: random.chance(0.9) ? 'default' : 'other',
    name: random.pick(names),
    phone: `+1201555${String((index * 7) % 10_000).padStart(4, '0')}`,
    status: random.pick(callbackStatuses),
    outcome: random.chance(0.8) ? random.pick<Outcome>(someOutcomes) : undefined,
    createdAt,
    updatedAt: createdAt + random.between(0, random.chance(0.8) ? 60_000 : periodMs),
    verifiedAt: random.chance(0.6) ? createdAt : undefined,
    done,
  };
}

/** Returns the statements that insert callbacks with their codes. */
export function insertionOf(callbacks: readonly ListedCallback[]): string[] {
  const rows = callbacks.map((callback) => {
    const { callbackId, siteId, name, phone, status, outcome, createdAt, updatedAt, verifiedAt, done } =
      callback;
    const times = [createdAt, updatedAt, verifiedAt, done?.at].map((at) =>
      at === undefined ? undefined : iso(at),
    );
    const values = [callbackId, siteId, 'REF', name, phone, status, '', outcome, 'none', ...times, done?.by];
    return `(${values.map(literal).join()}, 1, 0, 1)`;
  });
  const codes = callbacks.map(
    ({ callbackId, siteId, phone, createdAt }) =>
      `(${[callbackId, siteId, phone, iso(createdAt), 'sent', phone].map(literal).join()}, 1, 0)`,
  );
  return [
    `insert into callbacks (request_id, site_id, reference, visitor_name, visitor_phone, request_status,
      status_message, outcome, notice, created_at, updated_at, verified_at, done_at, done_by,
      code_send_number, attempts, version) values ${rows.join()}`,
    `insert into verification_codes (request_id, site_id, phone, sent_at, delivery, block, send_number, guesses)
      values ${codes.join()}`,
  ];
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function literal(value: string | undefined): string {
  return value === undefined ? 'null' : `'${value}'`;
}
