import { sql } from 'kysely';
import type { Callback } from '../../domain/callback/state.ts';
import type { CallbackRecord, Message, Store } from '../../ports/store.ts';
import type { Engine } from './engine.ts';
import { joinedRecords, toRecord } from './joined-record.ts';
import { toMessage } from './message-row.ts';

export type RecordReads = Pick<
  Store,
  'load' | 'loadByAttemptToken' | 'loadAttempt' | 'loadMessage' | 'loadMessageFor' | 'findLive'
>;

export function recordReads(engine: Engine): RecordReads {
  return {
    load: (requestId) => load(engine, requestId),
    loadByAttemptToken: (token) => loadByAttemptToken(engine, token),
    loadAttempt: (requestId, number) => loadAttempt(engine, requestId, number),
    loadMessage: (messageId) => loadMessage(engine, messageId),
    loadMessageFor: (requestId, key) => loadMessageFor(engine, requestId, key),
    findLive: (siteId, phone) => findLive(engine, siteId, phone),
  };
}

async function load({ db }: Engine, requestId: string): Promise<CallbackRecord | undefined> {
  const row = await joinedRecords(db)
    .where('callbacks.request_id', '=', requestId)
    .orderBy('attempt.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return toRecord(row);
}

async function loadByAttemptToken({ db }: Engine, token: string): Promise<CallbackRecord | undefined> {
  return toRecord(await joinedRecords(db).where('attempt.token', '=', token).executeTakeFirst());
}

async function loadAttempt(
  { db }: Engine,
  requestId: string,
  number: number,
): Promise<CallbackRecord | undefined> {
  const row = await joinedRecords(db)
    .where('callbacks.request_id', '=', requestId)
    .where('attempt.number', '=', number)
    .executeTakeFirst();
  return toRecord(row);
}

async function loadMessage({ db }: Engine, messageId: string): Promise<Message | undefined> {
  const row = await db
    .selectFrom('messages')
    .selectAll()
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return row === undefined ? undefined : toMessage(row);
}

async function loadMessageFor({ db }: Engine, requestId: string, key: string): Promise<Message | undefined> {
  const row = await db
    .selectFrom('messages')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('effect_key', '=', key)
    .orderBy('armed_version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toMessage(row);
}

/** The statuses are spelt out rather than bound, or the partial index would not be used. */
async function findLive({ db }: Engine, siteId: string, phone: string): Promise<Callback | undefined> {
  const row = await joinedRecords(db)
    .where('callbacks.site_id', '=', siteId)
    .where('callbacks.visitor_phone', '=', phone)
    .where(sql<boolean>`callbacks.request_status in ('verified', 'calling', 'connected')`)
    .executeTakeFirst();
  return toRecord(row)?.callback;
}
