import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../schema.ts';

/**
 * Creates an index of three-letter parts of the visitors' names, without accents and case:
 * https://www.postgresql.org/docs/current/pgtrgm.html
 * A server without that extension has no index, and reads the names themselves.
 */
export async function createNameSearch(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function plain_name(name text) returns text language sql immutable parallel safe as $$
      select lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g') collate "default")
    $$
  `.execute(db);
  if (!(await hasTrigrams(db))) return;
  await sql`
    create index callbacks_by_part_of_name on callbacks using gin (plain_name(visitor_name) gin_trgm_ops)
  `.execute(db);
}

async function hasTrigrams(db: Kysely<unknown>): Promise<boolean> {
  const { rows } = await sql`
    select name from pg_available_extensions where name = 'pg_trgm'
  `.execute(db);
  if (rows.length === 0) return false;
  await sql`create extension if not exists pg_trgm`.execute(db);
  return true;
}

/** The last `count` characters of a text column. */
export function lastDigits(column: 'visitor_phone', count: number): RawBuilder<string> {
  return sql<string>`right(${sql.ref(column)}, ${sql.lit(count)})`;
}

/** Returns the ids of the newest `limit` callbacks whose name contains `part`. */
export function withNamePart(db: Kysely<Database>, part: string, limit: number): RawBuilder<string> {
  const pattern = `%${part.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<string>`${db
    .selectFrom('callbacks')
    .select('request_id')
    .where(sql<boolean>`plain_name(visitor_name) like plain_name(${pattern})`)
    .orderBy('created_at', 'desc')
    .limit(limit)}`;
}

/** Whether `withNamePart` looks at all names. */
export function looksAtAllNames(): RawBuilder<number> {
  return sql<number>`1`;
}
