import { addAmounts } from '../../../domain/budget/charge.ts';
import type { CallbackDossier } from '../../../ports/operator/callback-list.ts';
import { toAmounts } from '../budget/charges.ts';
import type { Engine } from '../engine.ts';
import { toAttempt } from '../rows/attempt-row.ts';
import { toMessage } from '../rows/callback-row.ts';
import { fromInstant } from '../rows/instant.ts';
import { type JoinedRecord, selectRecords, toRecord } from '../rows/record-row.ts';
import { toDelivery } from '../webhooks/delivery-row.ts';
import { toAuditRecord } from './audit.ts';

/** Loads everything that is stored about one callback. */
export async function openDossier(
  engine: Engine,
  siteId: string,
  callbackId: string,
): Promise<CallbackDossier | undefined> {
  const { db } = engine;
  const query = selectRecords(db)
    .where('callbacks.site_id', '=', siteId)
    .where('callbacks.request_id', '=', callbackId)
    .limit(1);
  const [row] = (await engine.read(query.compile())) as JoinedRecord[];
  const record = toRecord(row);
  if (record === undefined) return undefined;
  const attempts = db.selectFrom('attempts').selectAll().where('request_id', '=', callbackId);
  const messages = db.selectFrom('messages').selectAll().where('request_id', '=', callbackId);
  const webhooks = db.selectFrom('webhook_deliveries').selectAll().where('request_id', '=', callbackId);
  const notes = db.selectFrom('callback_notes').selectAll().where('request_id', '=', callbackId);
  const audit = db.selectFrom('audit_log').selectAll().where('request_id', '=', callbackId);
  const reserved = db.selectFrom('reservations').selectAll().where('request_id', '=', callbackId);
  return {
    callback: record.callback,
    attempts: (await attempts.orderBy('number').execute()).map(toAttempt),
    messages: (await messages.orderBy('created_at').execute()).map(toMessage),
    webhooks: (await webhooks.orderBy('version').orderBy('address').execute()).map(toDelivery),
    notes: (await notes.orderBy('id').execute()).map(({ text, author, created_at }) => ({
      text,
      by: author,
      at: fromInstant(created_at),
    })),
    audit: (await audit.orderBy('id').execute()).map(toAuditRecord),
    reserved: addAmounts(...(await reserved.execute()).map(toAmounts)),
  };
}
