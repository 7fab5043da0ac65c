import type { PendingSignIn, SignIns } from '../../../ports/sign-in/sign-ins.ts';
import type { Engine } from '../engine.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { HandOffRow, SignInRow } from '../schema.ts';
import { begunBelow } from './client-limit.ts';
import { identityColumns, toIdentity } from './sessions.ts';

/** Sign-ins under way, as rows: a restart between leaving and coming back loses nothing. */
export function createSignIns(engine: Engine): SignIns {
  const { db } = engine;
  return {
    async begin(signIn, limits) {
      const at = toInstant(signIn.begunAt);
      const written = await engine.write([
        { query: db.deleteFrom('sign_ins').where('expires_at', '<=', at).compile() },
        ...begunBelow(engine, 'sign_ins', signIn, limits),
        { query: db.insertInto('sign_ins').values(signInRow(signIn)).compile() },
      ]);
      return written.ok;
    },
    async begunBy(client, since) {
      const rows = await db
        .selectFrom('sign_ins')
        .select('begun_at')
        .where('client', '=', client)
        .where('begun_at', '>=', toInstant(since))
        .orderBy('begun_at', 'desc')
        .execute();
      return rows.map((row) => fromInstant(row.begun_at));
    },
    async consume(key, at) {
      const row = await takeRow<SignInRow>(engine, 'sign_ins', key, at);
      return row === undefined ? undefined : toSignIn(row);
    },
    async handOff({ key, challenge, identity, expiresAt }, at) {
      const row = { key, challenge, ...identityColumns(identity), expires_at: toInstant(expiresAt) };
      await engine.write([
        { query: db.deleteFrom('sign_in_hand_offs').where('expires_at', '<=', toInstant(at)).compile() },
        { query: db.insertInto('sign_in_hand_offs').values(row).compile() },
      ]);
    },
    async redeem(key, at) {
      const row = await takeRow<HandOffRow>(engine, 'sign_in_hand_offs', key, at);
      if (row === undefined) return undefined;
      const { challenge, expires_at } = row;
      return { key, challenge, identity: toIdentity(row), expiresAt: fromInstant(expires_at) };
    },
  };
}

function signInRow(signIn: PendingSignIn): SignInRow {
  return {
    key: signIn.key,
    provider: signIn.provider,
    challenge: signIn.challenge,
    return_to: signIn.returnTo,
    client: signIn.client,
    begun_at: toInstant(signIn.begunAt),
    expires_at: toInstant(signIn.expiresAt),
  };
}

function toSignIn(row: SignInRow): PendingSignIn {
  return {
    key: row.key,
    provider: row.provider,
    challenge: row.challenge,
    returnTo: row.return_to,
    client: row.client,
    begunAt: fromInstant(row.begun_at),
    expiresAt: fromInstant(row.expires_at),
  };
}

/**
 * Removes a row that has not expired and answers it; of two who try at once, one gets it. Whoever guesses keys costs
 * a read and no write.
 */
async function takeRow<Row>(
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
