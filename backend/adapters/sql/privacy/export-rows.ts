import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { PersonalExport } from '../../../ports/store/personal-data.ts';
import type { Database } from '../schema.ts';

const tablesOfCallback = [
  'verification_codes',
  'attempts',
  'stray_calls',
  'messages',
  'callback_notes',
  'webhook_deliveries',
  'audit_log',
] as const;

/** Returns all rows about the person with this number, by table. Leaves out keys and other secrets of sign-ins. */
export async function exportRows(db: Kysely<Database>, phone: string): Promise<PersonalExport> {
  const callbacks = await db
    .selectFrom('callbacks')
    .selectAll()
    .where('visitor_phone', '=', phone)
    .orderBy('created_at')
    .execute();
  const own = db.selectFrom('callbacks').select('request_id').where('visitor_phone', '=', phone);
  const rowsByTable: Record<string, Record<string, unknown>[]> = {};
  for (const table of tablesOfCallback) {
    rowsByTable[table] = await db.selectFrom(table).selectAll().where('request_id', 'in', own).execute();
  }
  const visitor_sessions = await db
    .selectFrom('visitor_sessions')
    .select(['provider', 'name', 'email', 'proven_phone', 'expires_at'])
    .where((row) => signedInAs(row, phone))
    .execute();
  const whatsapp_sign_ins = await db
    .selectFrom('whatsapp_sign_ins')
    .select(['host', 'name', 'proven_phone', 'begun_at', 'expires_at'])
    .where('proven_phone', '=', phone)
    .execute();
  return { callbacks, ...rowsByTable, visitor_sessions, whatsapp_sign_ins };
}

type IdentityTable = 'visitor_sessions' | 'sign_in_hand_offs';

/** Matches identities that proved the number by signing in, or that created callbacks for it. */
export function signedInAs(
  row: ExpressionBuilder<Database, IdentityTable>,
  phone: string,
): Expression<SqlBool> {
  const identities = row
    .selectFrom('callbacks')
    .select((callback) => callback.ref('callbacks.identity').$notNull().as('identity'))
    .where('visitor_phone', '=', phone)
    .where('callbacks.identity', 'is not', null);
  return row.or([row('proven_phone', '=', phone), row('identity', 'in', identities)]);
}
