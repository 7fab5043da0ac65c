import { chmodSync, lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import { userInfo } from 'node:os';

/**
 * Creates the folder of the logs, which only its owner can read. Every user of the machine can write to /tmp, so a
 * folder or link of another user is not used.
 */
export function createLogFolder(usual = '/tmp/callback-tests'): string {
  const { uid } = userInfo();
  const own = [usual, `${usual}-${uid}`].find((folder) => isOwnFolder(folder, uid));
  return own ?? mkdtempSync(`${usual}-`);
}

function isOwnFolder(folder: string, uid: number): boolean {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined)
    mkdirSync(folder, { mode: 0o700, recursive: true });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== uid) return false;
  chmodSync(folder, 0o700);
  return true;
}
