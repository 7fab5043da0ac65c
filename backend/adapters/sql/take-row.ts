import type { Engine } from './engine.ts';
import { toInstant } from './instant.ts';

/**
 * Removes a row that has not expired and answers it; of two who try at once, one gets it. Whoever guesses keys costs
 * a read and no write.
 */
export async function takeRow<Row>(
  engine: Engine,
  table: 'sign_ins' | 'sign_in_hand_offs',
  key: string,
  at: number,
): Promise<Row | undefined> {
  const { db } = engine;
  const known = await db.selectFrom(table).select('key').where('key', '=', key).executeTakeFirst();
  if (known === undefined) return undefined;
  const query = db
    .deleteFrom(table)
    .where('key', '=', key)
    .where('expires_at', '>', toInstant(at))
    .returningAll()
    .compile();
  const written = await engine.write([{ query }]);
  return written.ok ? (written.results[0]?.rows[0] as Row | undefined) : undefined;
}
