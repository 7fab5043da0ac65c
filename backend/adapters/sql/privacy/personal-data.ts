import { sql } from 'kysely';
import type { Erasure, PersonalData, PersonalExport, Requester } from '../../../ports/store/personal-data.ts';
import type { Engine, Step } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';
import { exportRows, signedInAs } from './export-rows.ts';

/** The same for the operator's log as for anybody who reads the table. */
const whole = '*';

/** Finds and removes what is personal. Rows that belong to a request go with it, by their foreign keys. */
export function createPersonalData(engine: Engine): PersonalData {
  return {
    export: (phone, asked) => exportPerson(engine, phone, asked),
    erase: (phone, asked) => erase(engine, phone, asked),
    forgetRequests: (before, limit, at) => forgetRequests(engine, before, limit, at),
    forgetSignIns: (at) => forgetSignIns(engine, at),
    scrub: () => engine.scrub(),
  };
}

async function exportPerson(engine: Engine, phone: string, asked: Requester): Promise<PersonalExport> {
  const rows = await exportRows(engine.db, phone);
  await engine.write([note(engine, 'visitor-exported', rows.callbacks?.length ?? 0, asked)]);
  return rows;
}

async function erase(engine: Engine, phone: string, asked: Requester): Promise<Erasure> {
  const { db } = engine;
  const own = db.selectFrom('callbacks').select('request_id').where('visitor_phone', '=', phone);
  const counted = sql<string>`(select count(*) from callbacks where visitor_phone = ${phone})`;
  const requests = db.deleteFrom('callbacks').where('visitor_phone', '=', phone);
  const written = await engine.write([
    nothingUnderWay(engine, phone),
    note(engine, 'visitor-erased', counted, asked),
    { query: db.deleteFrom('audit_log').where('request_id', 'in', own).compile() },
    ...(['visitor_sessions', 'sign_in_hand_offs'] as const).map((table) => ({
      query: db
        .deleteFrom(table)
        .where((row) => signedInAs(row, phone))
        .compile(),
    })),
    { query: db.deleteFrom('whatsapp_sign_ins').where('proven_phone', '=', phone).compile() },
    { query: requests.compile() },
  ]);
  if (!written.ok) return { ok: false, reason: 'request-under-way' };
  return { ok: true, requests: written.results.at(-1)?.count ?? 0 };
}

/** A call that is under way is known by its rows alone: it must end first. */
function nothingUnderWay({ db }: Engine, phone: string): Step {
  const query = db
    .selectNoFrom(sql.lit(1).as('holds'))
    .where(({ eb, not, exists }) =>
      not(
        exists(
          eb
            .selectFrom('callbacks')
            .leftJoin('attempts', 'attempts.request_id', 'callbacks.request_id')
            .select('callbacks.request_id')
            .where('visitor_phone', '=', phone)
            .where((row) =>
              row.or([
                row('request_status', 'in', ['verified', 'calling', 'connected']),
                row.and([row('attempts.number', 'is not', null), row('attempts.closed_at', 'is', null)]),
              ]),
            ),
        ),
      ),
    )
    .compile();
  return { query, requires: { rows: 1, conflict: 'live-request' } };
}

async function forgetRequests(engine: Engine, before: number, limit: number, at: number): Promise<number> {
  const { db } = engine;
  const old = toInstant(before);
  const found = await db
    .selectFrom('callbacks')
    .select('request_id')
    .where('created_at', '<', old)
    .where('updated_at', '<', old)
    .orderBy('created_at')
    .limit(limit)
    .execute();
  if (found.length === 0) return 0;
  const ids = found.map(({ request_id }) => request_id);
  const kept = db.selectFrom('callbacks').select('request_id').where('request_id', 'in', ids);
  const written = await engine.write([
    {
      query: db
        .deleteFrom('callbacks')
        .where('request_id', 'in', ids)
        .where('updated_at', '<', old)
        .compile(),
    },
    {
      query: db
        .deleteFrom('audit_log')
        .where('request_id', 'in', ids)
        .where('request_id', 'not in', kept)
        .compile(),
    },
    note(engine, 'requests-forgotten', ids.length, { actor: 'system', at }),
  ]);
  return written.ok ? ids.length : 0;
}

async function forgetSignIns({ db, write }: Engine, at: number): Promise<void> {
  const now = toInstant(at);
  const tables = ['visitor_sessions', 'sign_in_hand_offs', 'sign_ins', 'whatsapp_sign_ins'] as const;
  await write(
    tables.map((table) => ({ query: db.deleteFrom(table).where('expires_at', '<=', now).compile() })),
  );
}

/** The tombstone: that it was done, when, by whom and to how many requests. */
function note(
  { db }: Engine,
  eventType: string,
  requests: number | ReturnType<typeof sql<string>>,
  asked: Requester,
): Step {
  const count = typeof requests === 'number' ? sql.lit(requests) : requests;
  const query = db
    .insertInto('audit_log')
    .values({
      request_id: null,
      site_id: whole,
      event_type: eventType,
      event_data: sql<string>`'{"requests":' || cast(${count} as text) || '}'`,
      actor: asked.actor,
      timestamp: toInstant(asked.at),
    })
    .compile();
  return { query };
}
