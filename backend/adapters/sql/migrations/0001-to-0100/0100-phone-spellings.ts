import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { canonicalNumber, numberBlock } from '../../../../domain/phone-number.ts';

const columns = [
  ['verification_codes', 'phone'],
  ['messages', 'recipient'],
  ['visitor_sessions', 'proven_phone'],
  ['sign_in_hand_offs', 'proven_phone'],
  ['whatsapp_sign_ins', 'proven_phone'],
] as const;

/**
 * Stores every number in its canonical spelling. Opt-outs are fingerprints, which cannot be converted: they are looked
 * up by every spelling.
 */
export const phoneSpellings: Migration = {
  async up(db: Kysely<unknown>) {
    for (const phone of await otherSpellings(db, 'callbacks', 'visitor_phone'))
      await moveCallbacks(db, phone);
    for (const [table, column] of columns) {
      for (const phone of await otherSpellings(db, table, column)) {
        const canonical = canonicalNumber(phone);
        await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${canonical}
          where ${sql.ref(column)} = ${phone}`.execute(db);
        if (table === 'verification_codes')
          await sql`update verification_codes set block = ${numberBlock(canonical)}
            where phone = ${canonical} and block is not null`.execute(db);
      }
    }
  },
};

async function otherSpellings(db: Kysely<unknown>, table: string, column: string): Promise<string[]> {
  const { rows } = await sql<{ phone: string }>`
    select distinct ${sql.ref(column)} as phone from ${sql.table(table)}
    where ${sql.ref(column)} is not null`.execute(db);
  return rows.map(({ phone }) => phone).filter((phone) => canonicalNumber(phone) !== phone);
}

/** A number can have one live callback. A second live one keeps its spelling, until it is removed by its age. */
async function moveCallbacks(db: Kysely<unknown>, phone: string): Promise<void> {
  const canonical = canonicalNumber(phone);
  await sql`
    update callbacks set visitor_phone = ${canonical}
    where visitor_phone = ${phone} and not (
      request_status in ('verified', 'calling', 'connected') and exists (
        select 1 from callbacks as other
        where other.site_id = callbacks.site_id and other.visitor_phone = ${canonical}
          and other.request_status in ('verified', 'calling', 'connected')
      )
    )`.execute(db);
}
