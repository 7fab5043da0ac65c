import { type Kysely, type RawBuilder, sql } from 'kysely';

/**
 * Creates an index of three-letter parts of the visitors' names: https://www.sqlite.org/fts5.html#the_trigram_tokenizer
 * `secure-delete` makes an erased name leave the index at once. `vacuum` may change a plain rowid, so
 * `callback_name_ids` gives each callback a lasting one.
 */
export async function createNameSearch(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table callback_name_ids (id integer primary key, request_id text not null unique)
  `.execute(db);
  await sql`
    create virtual table callback_names
    using fts5(name, tokenize='trigram remove_diacritics 1')
  `.execute(db);
  await sql`insert into callback_names (callback_names, rank) values ('secure-delete', 1)`.execute(db);
  await sql`
    create trigger callbacks_index_name after insert on callbacks begin
      insert into callback_name_ids (request_id) values (new.request_id);
      insert into callback_names (rowid, name)
        select id, new.visitor_name from callback_name_ids where request_id = new.request_id;
    end
  `.execute(db);
  await sql`
    create trigger callbacks_forget_name before delete on callbacks begin
      delete from callback_names
        where rowid = (select id from callback_name_ids where request_id = old.request_id);
      delete from callback_name_ids where request_id = old.request_id;
    end
  `.execute(db);
  await indexAllNames(db);
}

/** Fills the index again, in the order of creation. */
export async function indexAllNames(db: Kysely<unknown>): Promise<void> {
  await sql`delete from callback_names`.execute(db);
  await sql`delete from callback_name_ids`.execute(db);
  await sql`
    insert into callback_name_ids (request_id) select request_id from callbacks order by created_at
  `.execute(db);
  await sql`
    insert into callback_names (rowid, name)
    select id, visitor_name from callback_name_ids join callbacks using (request_id)
  `.execute(db);
}

/** The last `count` characters of a text column. */
export function lastDigits(column: 'visitor_phone', count: number): RawBuilder<string> {
  return sql<string>`substr(${sql.ref(column)}, ${sql.lit(-count)})`;
}

const trigram = 3;

/** Number of the newest names in which parts of one or two characters are searched: the index does not hold these. */
const shortPartNames = 100_000;

/** Returns the ids of the newest `limit` callbacks whose name contains `part`. */
export function withNamePart(part: string, limit: number): RawBuilder<string> {
  const found = [...part].length >= trigram ? longPart(part) : shortPart(part);
  return sql<string>`
    select request_id from callback_name_ids where id in (${found} order by rowid desc limit ${limit})`;
}

function longPart(part: string): RawBuilder<unknown> {
  const phrase = `"${part.replaceAll('"', '""')}"`;
  return sql`select rowid from callback_names where callback_names match ${phrase}`;
}

/** FTS5's table of the names is quicker to read than the index itself, and in order of creation. */
function shortPart(part: string): RawBuilder<unknown> {
  const pattern = `%${part.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`
    select rowid from callback_names_content
    where rowid > (select coalesce(max(id), 0) - ${sql.lit(shortPartNames)} from callback_name_ids)
      and c0 like ${pattern} escape '\\'`;
}

/** Whether `withNamePart` looks at all names. */
export function looksAtAllNames(part: string): RawBuilder<number> {
  if ([...part].length >= trigram) return sql<number>`1`;
  const end = (pick: 'max' | 'min') => sql`(select coalesce(${sql.raw(pick)}(id), 0) from callback_name_ids)`;
  return sql<number>`${end('max')} - ${end('min')} < ${sql.lit(shortPartNames)}`;
}
