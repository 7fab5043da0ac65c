import type { WhatsappSignIn, WhatsappSignIns } from '../../../ports/sign-in/whatsapp-sign-ins.ts';
import type { Engine } from '../engine.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { WhatsappSignInRow } from '../schema.ts';
import { beginSignIn, begunBy } from './begin-sign-in.ts';

/** Creates the port of pending WhatsApp sign-ins. */
export function createWhatsappSignIns(engine: Engine): WhatsappSignIns {
  const { db } = engine;
  return {
    begin: (signIn, limits) =>
      beginSignIn(
        engine,
        'whatsapp_sign_ins',
        signIn,
        limits,
        db.insertInto('whatsapp_sign_ins').values(toRow(signIn)).compile(),
      ),
    begunBy: (client, since) => begunBy(engine, 'whatsapp_sign_ins', client, since),
    async find(key, at) {
      const row = await db
        .selectFrom('whatsapp_sign_ins')
        .selectAll()
        .where('key', '=', key)
        .where('expires_at', '>', toInstant(at))
        .executeTakeFirst();
      return row === undefined ? undefined : toSignIn(row);
    },
    async matchCode(codeKey, sender, at, max) {
      const query = db
        .updateTable('whatsapp_sign_ins')
        .set((row) => ({
          proven_phone: sender.phone,
          name: row.fn.coalesce('name', row.val(sender.name ?? null)),
          answers: row('answers', '+', 1),
        }))
        .where('code_key', '=', codeKey)
        .where('expires_at', '>', toInstant(at))
        .where('answers', '<', max)
        .where((row) => row.or([row('proven_phone', 'is', null), row('proven_phone', '=', sender.phone)]))
        .returningAll()
        .compile();
      const written = await engine.write([{ query }]);
      const row = written.ok ? written.results[0]?.rows[0] : undefined;
      return row === undefined ? undefined : toSignIn(row as WhatsappSignInRow);
    },
    async countGuess(key, max) {
      const query = db
        .updateTable('whatsapp_sign_ins')
        .set((row) => ({ guesses: row('guesses', '+', 1) }))
        .where('key', '=', key)
        .where('guesses', '<', max)
        .returning('guesses')
        .compile();
      const written = await engine.write([{ query }]);
      const rows = written.ok ? written.results[0]?.rows : undefined;
      return (rows?.[0] as { guesses: number } | undefined)?.guesses;
    },
    async consume(key) {
      const query = db.deleteFrom('whatsapp_sign_ins').where('key', '=', key).compile();
      const written = await engine.write([{ query }]);
      return written.ok && written.results[0]?.count === 1;
    },
  };
}

function toRow(signIn: WhatsappSignIn): WhatsappSignInRow {
  return {
    key: signIn.key,
    code_key: signIn.codeKey,
    challenge: signIn.challenge,
    host: signIn.host,
    client: signIn.client,
    begun_at: toInstant(signIn.begunAt),
    expires_at: toInstant(signIn.expiresAt),
    proven_phone: signIn.sender?.phone ?? null,
    name: signIn.sender?.name ?? null,
    answers: 0,
    guesses: 0,
  };
}

function toSignIn(row: WhatsappSignInRow): WhatsappSignIn {
  return {
    key: row.key,
    codeKey: row.code_key,
    challenge: row.challenge,
    host: row.host,
    client: row.client,
    begunAt: fromInstant(row.begun_at),
    expiresAt: fromInstant(row.expires_at),
    sender: row.proven_phone === null ? undefined : { phone: row.proven_phone, name: row.name ?? undefined },
  };
}
