import type { PendingSignIn, SignIns } from '../../../ports/sign-in/sign-ins.ts';
import type { Engine } from '../engine.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { HandOffRow, SignInRow } from '../schema.ts';
import { beginSignIn, begunBy } from './begin-sign-in.ts';
import { identityColumns, toIdentity } from './sessions.ts';

/** Creates the port of pending sign-ins. They are rows, so that a restart during a sign-in loses nothing. */
export function createSignIns(engine: Engine): SignIns {
  const { db } = engine;
  return {
    begin: (signIn, limits) =>
      beginSignIn(
        engine,
        'sign_ins',
        signIn,
        limits,
        db.insertInto('sign_ins').values(signInRow(signIn)).compile(),
      ),
    begunBy: (client, since) => begunBy(engine, 'sign_ins', client, since),
    async consume(key, at) {
      const row = await redeemRow<SignInRow>(engine, 'sign_ins', key, at);
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
      const row = await redeemRow<HandOffRow>(engine, 'sign_in_hand_offs', key, at);
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
 * Deletes a row that has not expired and returns it. Of two concurrent calls one gets it. Reads first, so that a
 * guessed key costs no write.
 */
async function redeemRow<Row>(
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
