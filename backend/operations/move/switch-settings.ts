import { existsSync, readFileSync } from 'node:fs';
import type { MovePlace } from '../../adapters/sql/moved.ts';
import { readAppSecret } from '../../adapters/system/app-secret.ts';
import { decodeEnvFile, type Edit } from '../../config/env-file/edit-env-file.ts';
import { changeSettings } from '../../config/env-file/write-env-file.ts';

/**
 * Makes the next start use the new database. Servers on Postgres need APP_SECRET among
 * the settings: the file of a secret stands beside the former database.
 */
export function switchSettings(
  envFile: string,
  { to, databasePath, appSecret }: { to: MovePlace; databasePath: string; appSecret: string | undefined },
): void {
  changeSettings(
    envFile,
    'url' in to ? editsToPostgres(to, databasePath, appSecret) : editsToSqlite(to.path),
  );
}

function editsToPostgres(
  { url }: Extract<MovePlace, { url: string }>,
  databasePath: string,
  appSecret: string | undefined,
): Edit[] {
  const ownSecret = appSecret === undefined ? readAppSecret({ databasePath }) : undefined;
  return [
    { kind: 'set', name: 'DATABASE_URL', value: url },
    { kind: 'unset', name: 'DATABASE_PATH' },
    ...(ownSecret === undefined ? [] : [{ kind: 'set', name: 'APP_SECRET', value: ownSecret } as const]),
  ];
}

function editsToSqlite(path: string): Edit[] {
  return [
    { kind: 'set', name: 'DATABASE_PATH', value: path },
    ...['DATABASE_URL', 'DATABASE_URL_FILE', 'DATABASE_URL_DIRECT', 'DATABASE_URL_DIRECT_FILE'].map(
      (name) => ({ kind: 'unset', name }) as const,
    ),
  ];
}

const databaseSettings = [
  'DATABASE_PATH',
  'DATABASE_URL',
  'DATABASE_URL_FILE',
  'DATABASE_URL_DIRECT',
  'DATABASE_URL_DIRECT_FILE',
];

/** Returns the settings of the database that come from elsewhere than the env file, and would win over it. */
export function settingsFromElsewhere(envFile: string, environment: NodeJS.ProcessEnv): string[] {
  const text = existsSync(envFile) ? decodeEnvFile(readFileSync(envFile)) : '';
  return databaseSettings.filter(
    (name) =>
      (environment[name] ?? '') !== '' && !new RegExp(`^\\s*(export\\s+)?${name}\\s*=`, 'm').test(text),
  );
}
