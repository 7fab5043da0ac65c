import { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../backend/adapters/sql/database.ts';
import { createClock } from '../../backend/adapters/system/clock.ts';

const days = 90;
const callbacksPerInsert = 50_000;

/**
 * Creates a database with `rows` callbacks of the last 90 days: 60 % talked, 30 % missed, 8 % cancelled, the others open.
 * Of the missed ones an operator has dealt with all but 1 %. Numbers are fictitious.
 */
export async function fillDatabase(path: string, rows: number): Promise<void> {
  await (await openDatabase({ path, clock: createClock() })).store.close();
  const database = new DatabaseSync(path);
  database.exec('pragma synchronous = off; pragma cache_size = -400000');
  for (let first = 0; first < rows; first += callbacksPerInsert)
    insertCallbacks(database, { first, last: Math.min(first + callbacksPerInsert, rows) - 1, rows });
  database.exec(sums);
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
}

function insertCallbacks(database: DatabaseSync, range: { first: number; last: number; rows: number }): void {
  database.exec('begin');
  database.prepare(callbacks).run({ ...range, seconds: days * 86_400 });
  database
    .prepare(
      `insert into verification_codes (request_id, send_number, site_id, phone, block, sent_at, guesses, delivery)
      select request_id, 1, site_id, visitor_phone, substr(visitor_phone, 1, 8), created_at, 0, 'sent'
      from callbacks where request_id between format('bench-%08d', :first) and format('bench-%08d', :last)`,
    )
    .run({ first: range.first, last: range.last });
  database.exec('commit');
}

const names = ['Ann', 'Ben', 'Carla', 'Dmitri', 'Elif', 'Fatima', 'George', 'Hanna', 'Ines', 'Jörg']
  .concat(['Kofi', 'Lena', 'Müller', 'Nora', 'Omar', 'Priya', 'Quentin', 'Rosa', 'Sam', 'Tomás'])
  .map((name) => `"${name}"`)
  .join();

/** The multipliers are prime, so that the states and names are spread evenly over the time. */
const callbacks = `
  with recursive number (n) as (select cast(:first as integer) union all select n + 1 from number where n < :last),
  sample as (
    select n, (n * 7919) % 1000 as share, json_array(${names.replaceAll('"', "'")}) as names,
      strftime('%Y-%m-%dT%H:%M:%fZ', 'now', format('-%f seconds', (:rows - n) * 1.0 * :seconds / :rows)) as created
    from number)
  insert into callbacks (request_id, site_id, reference, visitor_name, visitor_phone, request_status, status_message,
    outcome, notice, code_send_number, attempts, version, created_at, updated_at, verified_at, ended_at, done_at, done_by)
  select format('bench-%08d', n), 'default', 'BEN-CHXX',
    format('%s %s %d', names ->> (n % 20), names ->> (n * 31 % 20), n % 1000),
    format('+1201%07d', n * 7919 % 10000000),
    case when share < 600 then 'completed' when share < 900 then 'failed' when share < 980 then 'cancelled'
      when share < 999 then 'pending' else 'verified' end,
    '',
    case when share < 600 then 'talked' when share < 800 then 'business-no-answer' when share < 900 then 'not-verified'
      when share < 980 then 'cancelled-by-visitor' end,
    'none', 1, 1, 5, created, created,
    case when share < 800 or share >= 999 then created end,
    case when share < 980 then created end,
    case when share between 600 and 799 and n % 100 > 0 then created end,
    case when share between 600 and 799 and n % 100 > 0 then 'Ada' end
  from sample`;

const sums = `
  insert into callback_sums (site_id, starts_at, request_status, outcome, proven, callbacks)
  select site_id,
    substr(created_at, 1, 14) || format('%02d', substr(created_at, 15, 2) / 15 * 15) || ':00.000Z',
    request_status, coalesce(outcome, ''), verified_at is not null, count(*)
  from callbacks group by 1, 2, 3, 4, 5`;
