import { sql } from 'kysely';
import type { Callback } from '../../../domain/callback/state.ts';
import type { CallbackRecord, CallbackStore } from '../../../ports/store/callback-store.ts';
import type { Message } from '../../../ports/store/change.ts';
import type { Engine } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { toMessage } from '../rows/callback-row.ts';
import { type JoinedRecord, selectRecords, toRecord } from '../rows/record-row.ts';
import type { MessageRow } from '../schema.ts';

/** The reads that concern one line are in `line-reads.ts`. */
type CallbackReads = Omit<
  CallbackStore,
  'queuePosition' | 'sidsBoundElsewhere' | 'unconfirmedElsewhere' | 'saveMessage' | 'commit' | 'onCommit'
>;

export function callbackReads(engine: Engine): CallbackReads {
  return {
    load: (callbackId) => load(engine, callbackId),
    loadByAttemptToken: (token) => loadByAttemptToken(engine, token),
    loadAttempt: (callbackId, number) => loadAttempt(engine, callbackId, number),
    loadMessage: (messageId) => loadMessage(engine, messageId),
    loadMessageFor: (callbackId, key) => loadMessageFor(engine, callbackId, key),
    findByIdempotencyKey: (client, key) => findByIdempotencyKey(engine, client, key),
    findLive: (siteId, phone) => findLive(engine, siteId, phone),
    awaitingCall: () => awaitingCall(engine),
  };
}

const latest = prepared<{ callbackId: string }, JoinedRecord>(({ db }, { callbackId }) =>
  selectRecords(db).where('callbacks.request_id', '=', callbackId).orderBy('attempt.number', 'desc').limit(1),
);

async function load(engine: Engine, callbackId: string): Promise<CallbackRecord | undefined> {
  const rows = await engine.read(latest(engine, { callbackId }));
  return toRecord(rows[0]);
}

const byToken = prepared<{ token: string }, JoinedRecord>(({ db }, { token }) =>
  selectRecords(db).where('attempt.token', '=', token),
);

async function loadByAttemptToken(engine: Engine, token: string): Promise<CallbackRecord | undefined> {
  const rows = await engine.read(byToken(engine, { token }));
  return toRecord(rows[0]);
}

const byNumber = prepared<{ callbackId: string; number: number }, JoinedRecord>(
  ({ db }, { callbackId, number }) =>
    selectRecords(db).where('callbacks.request_id', '=', callbackId).where('attempt.number', '=', number),
);

async function loadAttempt(
  engine: Engine,
  callbackId: string,
  number: number,
): Promise<CallbackRecord | undefined> {
  const rows = await engine.read(byNumber(engine, { callbackId, number }));
  return toRecord(rows[0]);
}

async function loadMessage({ db }: Engine, messageId: string): Promise<Message | undefined> {
  const row = await db
    .selectFrom('messages')
    .selectAll()
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return row === undefined ? undefined : toMessage(row);
}

const latestMessage = prepared<{ callbackId: string; key: string }, MessageRow>(
  ({ db }, { callbackId, key }) =>
    db
      .selectFrom('messages')
      .selectAll()
      .where('request_id', '=', callbackId)
      .where('effect_key', '=', key)
      .orderBy('armed_version', 'desc')
      .limit(1),
);

async function loadMessageFor(engine: Engine, callbackId: string, key: string): Promise<Message | undefined> {
  const rows = await engine.read(latestMessage(engine, { callbackId, key }));
  return rows[0] === undefined ? undefined : toMessage(rows[0]);
}

async function findByIdempotencyKey({ db }: Engine, client: string, key: string) {
  const row = await db
    .selectFrom('callbacks')
    .select(['request_id', 'body_hash'])
    .where('client', '=', client)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  return row === undefined ? undefined : { callbackId: row.request_id, bodyHash: row.body_hash ?? '' };
}

/** The statuses are literals, because parameters would not use the partial index. */
async function findLive({ db }: Engine, siteId: string, phone: string): Promise<Callback | undefined> {
  const row = await selectRecords(db)
    .where('callbacks.site_id', '=', siteId)
    .where('callbacks.visitor_phone', '=', phone)
    .where(sql<boolean>`callbacks.request_status in ('verified', 'calling', 'connected')`)
    .executeTakeFirst();
  return toRecord(row)?.callback;
}

async function awaitingCall({ db }: Engine): Promise<string[]> {
  const rows = await db
    .selectFrom('callbacks')
    .select('request_id')
    .where('request_status', 'in', ['verified', 'calling'])
    .execute();
  return rows.map((row) => row.request_id);
}
