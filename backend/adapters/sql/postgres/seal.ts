import type { Connections } from './connection.ts';
import { classify } from './faults.ts';

/**
 * The cluster, its history and the database in it. A restored backup has another history (timeline). A copy by dump
 * has another database or cluster. A standby that took over has another history too, because it can lack the latest
 * commits: https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CONTROLDATA
 */
const identity = `
  (select system_identifier::text from pg_control_system()) || '/' ||
  (select timeline_id::text from pg_control_checkpoint()) || '/' ||
  (select oid::text from pg_database where datname = current_database())`;

/** Tells whether a database was restored or moved since it was last accepted. A new database is known. */
export async function readSeal({ run }: Connections): Promise<'known' | 'moved'> {
  try {
    await run(`insert into database_seal (id, identity) values (1, ${identity}) on conflict do nothing`);
    const { rows } = await run(`select identity = ${identity} as known from database_seal`);
    return (rows[0] as { known: boolean }).known ? 'known' : 'moved';
  } catch (error) {
    // Some hosters hide the control data from users.
    if (classify((error as Error).cause ?? error) === 'refuse') return 'known';
    throw error;
  }
}

/** Makes a moved database count as known from the next opening on. */
export async function acceptMove({ run }: Connections): Promise<void> {
  await run(`update database_seal set identity = ${identity}`);
}
