import { textUpTo } from './value-types.ts';

/** Two letters at least: `C:\data` is a path. `user@host:/folder` is an address of rsync. */
const address = /^(?:[a-z][a-z0-9+.-]+:|[\w.-]+@[\w.-]+:)/i;

const unreplaced = /^~|^%\w+%|\$\{|\$[A-Z_]/;

/** A file or folder of this machine. An address would become a folder with a strange name, without a message. */
export const filePath = textUpTo(1000)
  .refine((typed) => !address.test(typed), 'is an address, not a path')
  .refine((typed) => !unreplaced.test(typed), 'has ~ or a variable, which is not replaced here');

export const fileName = filePath.refine((typed) => !/[\\/]$/.test(typed), 'is a folder, not a file');

const memory = /^(?:file:)?:memory:|mode=memory/i;

export const databaseFile = fileName.refine((typed) => !memory.test(typed), 'is no file');

const wholePath = 'Write the whole path, such as /srv/callback/data.';
const noMemory = 'Write the path of a file: in memory every callback would be lost at a restart.';

/** Returns the fix for the place of a database in another spelling or of another kind. Holds no password. */
export function adviseDatabase(typed: string): string | undefined {
  if (memory.test(typed)) return noMemory;
  if (/^postgres(?:ql)?:/i.test(typed)) return 'Remove it, and write the address as DATABASE_URL.';
  const path = /^(?:file|sqlite3?):(?:\/\/)?([^?@]+)/i.exec(typed)?.[1];
  if (path !== undefined) return `Write the path alone: DATABASE_PATH=${path}`;
  if (address.test(typed))
    return 'The database is a file, or Postgres: write a path, or DATABASE_URL=postgres://user:password@host/name.';
  return adviseWholePath(typed);
}

export function adviseBackups(typed: string): string | undefined {
  if (!address.test(typed)) return adviseWholePath(typed);
  return 'Write a folder of this machine: mount the other storage, or copy the backups there; docs/backup.md shows how.';
}

export function adviseLog(typed: string): string | undefined {
  if (!address.test(typed)) return adviseWholePath(typed);
  return 'Write the path of a file. Other services collect the log from the standard output, which has it too.';
}

function adviseWholePath(typed: string): string | undefined {
  return unreplaced.test(typed) ? wholePath : undefined;
}
