import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The secret of a machine that was given none: made once, and kept beside the database in a file that its owner alone
 * may read. Throws `app-secret-unusable`.
 */
export function createAppSecret({ databasePath }: { databasePath: string }): string {
  const file = join(dirname(databasePath), 'app-secret');
  try {
    return read(file) ?? make(file);
  } catch (cause) {
    const advice = `Let this process read and write ${file}, or set APP_SECRET.`;
    throw Object.assign(new Error(`The application secret cannot be kept. ${advice}`, { cause }), {
      code: 'app-secret-unusable',
    });
  }
}

function read(file: string): string | undefined {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret.length < 32) throw new Error('The file holds no secret. Remove it, and a new one is made.');
    chmodSync(file, 0o600);
    return secret;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Written aside and then linked: whoever reads it finds it whole, and of two processes one wins. */
function make(file: string): string {
  const secret = randomBytes(32).toString('base64url');
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(draft, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
    linkSync(draft, file);
    return secret;
  } catch (error) {
    const other = isCode(error, 'EEXIST') ? read(file) : undefined;
    if (other === undefined) throw error;
    return other;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
