import type { Store } from '../../ports/store.ts';
import type { Engine } from './engine.ts';
import { fromInstant, toInstant } from './instant.ts';
import { prepared } from './prepared.ts';
import type { Instant } from './schema.ts';

export type LimitReads = Pick<
  Store,
  'findByIdempotencyKey' | 'isOptedOut' | 'setOptOut' | 'codesSent' | 'createdBy'
>;

/** What admission asks before it lets a request in; the guards ask again inside the commit. */
export function limitReads(engine: Engine): LimitReads {
  return {
    findByIdempotencyKey: (client, key) => findByIdempotencyKey(engine, client, key),
    isOptedOut: (phone) => isOptedOut(engine, phone),
    setOptOut: (phone, optedOut, at) => setOptOut(engine, phone, optedOut, at),
    codesSent: (phone, since) => codesSent(engine, phone, since),
    createdBy: (client, since) => createdBy(engine, client, since),
  };
}

async function findByIdempotencyKey({ db }: Engine, client: string, key: string) {
  const row = await db
    .selectFrom('callbacks')
    .select(['request_id', 'body_hash'])
    .where('client', '=', client)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  return row === undefined ? undefined : { requestId: row.request_id, bodyHash: row.body_hash ?? '' };
}

const optOutOf = prepared<{ phone: string }, { opted_out: number }>(({ db }, { phone }) =>
  db.selectFrom('opt_outs').select('opted_out').where('phone', '=', phone),
);

async function isOptedOut(engine: Engine, phone: string): Promise<boolean> {
  const rows = await engine.read(optOutOf(engine, { phone }));
  return rows[0]?.opted_out === 1;
}

async function setOptOut(engine: Engine, phone: string, optedOut: boolean, at: number): Promise<void> {
  const choice = { opted_out: optedOut ? 1 : 0, changed_at: toInstant(at) };
  const query = engine.db
    .insertInto('opt_outs')
    .values({ phone, ...choice })
    .onConflict((existing) => existing.column('phone').doUpdateSet(choice))
    .compile();
  await engine.write([{ query }]);
}

const codesTo = prepared<{ phone: string; since: Instant }, { sent_at: Instant }>(
  ({ db }, { phone, since }) =>
    db
      .selectFrom('verification_codes')
      .select('sent_at')
      .where('phone', '=', phone)
      .where('sent_at', '>=', since)
      .orderBy('sent_at', 'desc'),
);

async function codesSent(engine: Engine, phone: string, since: number): Promise<number[]> {
  const rows = await engine.read(codesTo(engine, { phone, since: toInstant(since) }));
  return rows.map((row) => fromInstant(row.sent_at));
}

const requestsOf = prepared<{ client: string; since: Instant }, { created_at: Instant }>(
  ({ db }, { client, since }) =>
    db
      .selectFrom('callbacks')
      .select('created_at')
      .where('client', '=', client)
      .where('created_at', '>=', since)
      .orderBy('created_at', 'desc'),
);

async function createdBy(engine: Engine, client: string, since: number): Promise<number[]> {
  const rows = await engine.read(requestsOf(engine, { client, since: toInstant(since) }));
  return rows.map((row) => fromInstant(row.created_at));
}
