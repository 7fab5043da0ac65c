import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Returns the application secret of an installation without APP_SECRET. The first start creates it in a file beside the
 * database, readable by its owner only. Throws `app-secret-unusable`.
 */
export function createAppSecret({ databasePath }: { databasePath: string }): string {
  const file = secretFile(databasePath);
  try {
    return readSecret(file) ?? createSecret(file);
  } catch (cause) {
    const advice = `Give this process read and write access to ${file}, or set APP_SECRET.`;
    throw Object.assign(new Error(`The application secret cannot be read or created. ${advice}`, { cause }), {
      code: 'app-secret-unusable',
      advice,
    });
  }
}

/** Returns the secret that a start created; undefined when there is none, or when this user cannot read it. */
export function readAppSecret({ databasePath }: { databasePath: string }): string | undefined {
  try {
    return readFileSync(secretFile(databasePath), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

function secretFile(databasePath: string): string {
  return join(dirname(databasePath), 'app-secret');
}

function readSecret(file: string): string | undefined {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret.length < 32) throw new Error('The file contains no secret. Delete it to create a new one.');
    chmodSync(file, 0o600);
    return secret;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Writes a draft and links it: readers never see half a file, and one of two processes wins. */
function createSecret(file: string): string {
  const secret = randomBytes(32).toString('base64url');
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(draft, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
    linkSync(draft, file);
    return secret;
  } catch (error) {
    const other = hasCode(error, 'EEXIST') ? readSecret(file) : undefined;
    if (other === undefined) throw error;
    return other;
  } finally {
    rmSync(draft, { force: true });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
