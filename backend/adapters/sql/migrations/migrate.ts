import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { TableDialect } from '../engine.ts';
import { type StoreFault, storeFault } from '../store-fault.ts';
import { firstTables } from './0001-to-0100/0001-first-tables.ts';
import { signIn } from './0001-to-0100/0010-sign-in.ts';
import { spending } from './0001-to-0100/0020-spending.ts';
import { privacy } from './0001-to-0100/0030-privacy.ts';
import { whatsappSignIn } from './0001-to-0100/0040-whatsapp-sign-in.ts';
import { listedCalls } from './0001-to-0100/0060-listed-calls.ts';
import { notices } from './0001-to-0100/0080-notices.ts';
import { networks } from './0001-to-0100/0090-networks.ts';
import { phoneSpellings } from './0001-to-0100/0100-phone-spellings.ts';
import { operator } from './0110-operator.ts';
import { bulkJobs } from './0120-bulk-jobs.ts';
import { siteEffects } from './0150-site-effects.ts';
import { leases } from './0180-leases.ts';
import { secondFactors } from './0190-second-factors.ts';
import { webhooks } from './0200-webhooks.ts';
import { noticeGroups } from './0210-notice-groups.ts';
import { closures } from './0211-closures.ts';
import { listGroups } from './0220-list-groups.ts';
import { languages } from './0240-languages.ts';
import { codeWays } from './0250-code-ways.ts';

/** Runs the missing migrations; throws the error of a failed one. With `target` it stops after that one. */
export async function migrate(db: Kysely<unknown>, dialect: TableDialect, target?: string): Promise<void> {
  const migrator = new Migrator({
    db,
    ...(dialect.inTransaction && { disableTransactions: true }),
    provider: { getMigrations: async () => allMigrations(dialect) },
  });
  const { error } = await (target === undefined ? migrator.migrateToLatest() : migrator.migrateTo(target));
  if (error !== undefined) throw isUnknownMigration(error) ? newerSchema(error) : error;
}

/** Kysely says so of a migration that ran and is not in the list. */
function isUnknownMigration(error: unknown): boolean {
  return error instanceof Error && /previously executed migration .* is missing/.test(error.message);
}

function newerSchema(cause: unknown): StoreFault {
  return storeFault('newer-schema', {
    message: 'A newer version of the platform has migrated this database.',
    advice: 'Start that version again, or restore the backup from before its first start.',
    cause,
  });
}

/** Every migration by its name, in their order. A released migration never changes: add a new one. */
function allMigrations(dialect: TableDialect): Record<string, Migration> {
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
    '0180-leases': leases,
    '0190-second-factors': secondFactors,
    '0200-webhooks': webhooks,
    '0210-notice-groups': noticeGroups,
    '0211-closures': closures,
    '0220-list-groups': listGroups(dialect),
    '0240-languages': languages,
    '0250-code-ways': codeWays,
  };
}

/** Returns the names of all migrations, in their order. */
export function migrationNames(dialect: TableDialect): string[] {
  return Object.keys(allMigrations(dialect));
}
