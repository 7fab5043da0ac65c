import { sql } from 'kysely';
import type { RateLimit } from '../../../domain/rate-limit.ts';
import type { Engine, Step } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';

/** Misses where the client has begun as many as it may; `begunAt` in milliseconds. */
export function begunBelow(
  engine: Engine,
  table: 'sign_ins' | 'whatsapp_sign_ins',
  { client, begunAt }: { client: string; begunAt: number },
  limits: readonly RateLimit[],
): Step[] {
  const { db } = engine;
  const guards = limits.map(({ windowMs, max }): Step => {
    const begun = db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('begun'))
      .where('client', '=', client)
      .where('begun_at', '>=', toInstant(begunAt - windowMs + 1));
    const query = db.selectNoFrom(sql.lit(1).as('holds')).where((eb) => eb(begun, '<', max));
    return { query: query.compile(), requires: { rows: 1, conflict: 'client-limit' } };
  });
  return [...engine.lockKey(`${table}/${client}`), ...guards];
}
