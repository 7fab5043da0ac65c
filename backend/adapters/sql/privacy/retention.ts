import type { Engine } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';
import { auditNote } from './audit-note.ts';

/**
 * Removes up to `limit` callbacks that were created and last changed before `before`; returns how many. Their other
 * rows go with them by foreign key, or by name where a table has none.
 */
export async function forgetRequests(
  engine: Engine,
  before: number,
  limit: number,
  at: number,
): Promise<number> {
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
  const oldOnes = db.deleteFrom('callbacks').where('request_id', 'in', ids).where('updated_at', '<', old);
  const restOf = (table: 'audit_log' | 'bulk_items' | 'effects') => ({
    query: db.deleteFrom(table).where('request_id', 'in', ids).where('request_id', 'not in', kept).compile(),
  });
  const written = await engine.write([
    { query: oldOnes.compile() },
    restOf('bulk_items'),
    restOf('effects'),
    restOf('audit_log'),
    auditNote(engine, 'requests-forgotten', ids.length, { actor: 'system', at }),
  ]);
  return written.ok ? ids.length : 0;
}

/** Removes expired sign-ins, hand-offs and sessions. */
export async function forgetSignIns({ db, write }: Engine, at: number): Promise<void> {
  const now = toInstant(at);
  const tables = ['visitor_sessions', 'sign_in_hand_offs', 'sign_ins', 'whatsapp_sign_ins'] as const;
  await write(
    tables.map((table) => ({ query: db.deleteFrom(table).where('expires_at', '<=', now).compile() })),
  );
}

type Claim = { name: string; owner: string; at: number; leaseMs: number };

/** Takes or renews a lease. Returns false while another owner holds it. */
export async function claimLease({ db, write }: Engine, claim: Claim): Promise<boolean> {
  const { name, owner, at, leaseMs } = claim;
  const lease = { owner, lease_until: toInstant(at + leaseMs) };
  const query = db
    .insertInto('leases')
    .values({ name, ...lease })
    .onConflict((existing) =>
      existing
        .column('name')
        .doUpdateSet(lease)
        .where((row) =>
          row.or([row('leases.owner', '=', owner), row('leases.lease_until', '<=', toInstant(at))]),
        ),
    )
    .compile();
  const written = await write([{ query }]);
  return written.ok && written.results[0]?.count === 1;
}
