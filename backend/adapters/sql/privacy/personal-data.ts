import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Erasure, PersonalData, PersonalExport, Requester } from '../../../ports/store/personal-data.ts';
import type { Engine, Step } from '../engine.ts';
import { auditNote } from './audit-note.ts';
import { exportRows, signedInAs } from './export-rows.ts';
import { claimLease, forgetRequests, forgetSignIns } from './retention.ts';

/** Creates the port that exports and removes personal data. */
export function createPersonalData(engine: Engine): PersonalData {
  const owner = randomUUID();
  return {
    export: (phone, requester) => exportPerson(engine, phone, requester),
    erase: (phone, requester) => erase(engine, phone, requester),
    claimSweep: (at, leaseMs) => claimLease(engine, { name: 'sweep', owner, at, leaseMs }),
    forgetRequests: (before, limit, at) => forgetRequests(engine, before, limit, at),
    forgetSignIns: (at) => forgetSignIns(engine, at),
    scrub: () => engine.scrub(),
  };
}

async function exportPerson(engine: Engine, phone: string, requester: Requester): Promise<PersonalExport> {
  const rows = await exportRows(engine.db, phone);
  await engine.write([auditNote(engine, 'visitor-exported', rows.callbacks?.length ?? 0, requester)]);
  return rows;
}

/** The attempts, messages, codes and notes of a callback go with it by foreign key, its name by a trigger. */
async function erase(engine: Engine, phone: string, requester: Requester): Promise<Erasure> {
  const { db } = engine;
  const own = db.selectFrom('callbacks').select('request_id').where('visitor_phone', '=', phone);
  const counted = sql<string>`(select count(*) from callbacks where visitor_phone = ${phone})`;
  const callbacks = db.deleteFrom('callbacks').where('visitor_phone', '=', phone);
  const written = await engine.write([
    noneUnderWay(engine, phone),
    auditNote(engine, 'visitor-erased', counted, requester),
    { query: db.deleteFrom('audit_log').where('request_id', 'in', own).compile() },
    { query: db.deleteFrom('effects').where('request_id', 'in', own).compile() },
    ...(['visitor_sessions', 'sign_in_hand_offs'] as const).map((table) => ({
      query: db
        .deleteFrom(table)
        .where((row) => signedInAs(row, phone))
        .compile(),
    })),
    { query: db.deleteFrom('whatsapp_sign_ins').where('proven_phone', '=', phone).compile() },
    { query: db.deleteFrom('bulk_items').where('request_id', 'in', own).compile() },
    { query: callbacks.compile() },
  ]);
  if (!written.ok) return { ok: false, reason: 'request-under-way' };
  return { ok: true, requests: written.results.at(-1)?.count ?? 0 };
}

/** Misses while a callback is under way: without its rows the platform could not end its call. */
function noneUnderWay({ db }: Engine, phone: string): Step {
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
