import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { TableDialect } from '../engine.ts';
import { firstTables } from './0001-first-tables.ts';
import { signIn } from './0010-sign-in.ts';
import { spending } from './0020-spending.ts';
import { privacy } from './0030-privacy.ts';
import { whatsappSignIn } from './0040-whatsapp-sign-in.ts';
import { listedCalls } from './0060-listed-calls.ts';
import { notices } from './0080-notices.ts';
import { networks } from './0090-networks.ts';
import { phoneSpellings } from './0100-phone-spellings.ts';
import { operator } from './0110-operator.ts';
import { bulkJobs } from './0120-bulk-jobs.ts';
import { siteEffects } from './0150-site-effects.ts';

/**
 * Runs the missing migrations; throws the error of a failed one. A released migration never changes: add a new one.
 * With `target` it stops after that one.
 */
export async function migrate(db: Kysely<unknown>, dialect: TableDialect, target?: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => allMigrations(dialect) } });
  const { error } = await (target === undefined ? migrator.migrateToLatest() : migrator.migrateTo(target));
  if (error !== undefined) throw error;
}

/** Every migration by its name, in their order. */
function allMigrations(dialect: TableDialect) {
  return {
    '0001-first-tables': firstTables(dialect),
    '0010-sign-in': signIn,
    '0020-spending': spending,
    '0030-privacy': privacy,
    '0040-whatsapp-sign-in': whatsappSignIn,
    '0060-listed-calls': listedCalls,
    '0080-notices': notices,
    '0090-networks': networks,
    '0100-phone-spellings': phoneSpellings,
    '0110-operator': operator(dialect),
    '0120-bulk-jobs': bulkJobs,
    '0150-site-effects': siteEffects,
  };
}

/** Returns the names of all migrations, in their order. */
export function migrationNames(dialect: TableDialect): string[] {
  return Object.keys(allMigrations(dialect));
}
