import { type StoreFault, storeFault } from '../store-fault.ts';

function refused(message: string, advice: string): StoreFault {
  return storeFault('move-refused', { message, advice, cause: undefined });
}

export function targetHasRows(target: string): StoreFault {
  return refused(
    `${target} is not empty.`,
    'Name a new file, or create an empty database. Nothing was changed.',
  );
}

export function otherMove(target: string): StoreFault {
  return refused(
    `A move to ${target} has begun and is not complete.`,
    'Run it again, or end it with ./run.sh move --abandon.',
  );
}

export function alreadyMoved(): StoreFault {
  return refused(
    'The callbacks were moved already.',
    'To go back, move the new database: ./run.sh move --to sqlite:PATH or --to postgres://…',
  );
}

export function sameKind(): StoreFault {
  return refused(
    'A Postgres database cannot be moved to another one.',
    'Use the tools of Postgres: docs/backup.md has the commands.',
  );
}

export function otherVersion(): StoreFault {
  return refused(
    'The tables of the database are not those of this version.',
    'Start the server of this version once, then move.',
  );
}

export function differentRows(table: string): StoreFault {
  return refused(
    `The rows of ${table} differ between the two databases.`,
    'Nothing was switched. Run ./run.sh move --abandon, empty the new database, and move again.',
  );
}

export function noQuietMoment(): StoreFault {
  return refused(
    'The last changes could not be copied in time, so writes went on in the former database.',
    'Run the same command again at a quieter time. Nothing was switched.',
  );
}
