import { type CompiledQuery, sql } from 'kysely';
import type { RateLimit } from '../../../domain/rate-limit.ts';
import type { Engine, Step } from '../engine.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';

type SignInTable = 'sign_ins' | 'whatsapp_sign_ins';

/** `begunAt` in milliseconds since the epoch. */
type Begun = { client: string; begunAt: number };

/** Deletes expired sign-ins and inserts a new one. Returns false when the client has reached one of its limits. */
export async function beginSignIn(
  engine: Engine,
  table: SignInTable,
  begun: Begun,
  limits: readonly RateLimit[],
  insert: CompiledQuery,
): Promise<boolean> {
  const now = toInstant(begun.begunAt);
  const { ok } = await engine.write([
    { query: engine.db.deleteFrom(table).where('expires_at', '<=', now).compile() },
    ...limitSteps(engine, table, begun, limits),
    { query: insert },
  ]);
  return ok;
}

function limitSteps(
  engine: Engine,
  table: SignInTable,
  { client, begunAt }: Begun,
  limits: readonly RateLimit[],
): Step[] {
  const { db } = engine;
  const checks = limits.map(({ windowMs, max }): Step => {
    const begun = db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('begun'))
      .where('client', '=', client)
      .where('begun_at', '>=', toInstant(begunAt - windowMs + 1));
    const query = db.selectNoFrom(sql.lit(1).as('holds')).where((eb) => eb(begun, '<', max));
    return { query: query.compile(), requires: { rows: 1, conflict: 'client-limit' } };
  });
  return [...engine.lockKey(`${table}/${client}`), ...checks];
}

/** Returns when a client began sign-ins since `since`, newest first. Expired ones can be missing. */
export async function begunBy(
  { db }: Engine,
  table: SignInTable,
  client: string,
  since: number,
): Promise<number[]> {
  const rows = await db
    .selectFrom(table)
    .select('begun_at')
    .where('client', '=', client)
    .where('begun_at', '>=', toInstant(since))
    .orderBy('begun_at', 'desc')
    .execute();
  return rows.map((row) => fromInstant(row.begun_at));
}
