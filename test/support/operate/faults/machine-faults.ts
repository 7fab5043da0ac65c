import { chmodSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { listen, type PlantedFault } from './planted-fault.ts';

/** Folder and database. */
export const inData: readonly PlantedFault[] = [
  {
    name: 'the data folder cannot be written',
    check: 'data.folder',
    finds: /cannot be read and written/,
    hasFix: true,
    plant: ({ folder }) => chmodSync(join(folder, 'data'), 0o500),
  },
  {
    name: 'DATABASE_PATH is a folder',
    check: 'data.folder',
    finds: /DATABASE_PATH is a folder/,
    hasFix: true,
    plant: (installation) => {
      mkdirSync(join(installation.folder, 'data/callbacks.db'));
      installation.configure({ DATABASE_PATH: 'data/callbacks.db' });
    },
  },
  {
    name: 'other users can read the database',
    check: 'data.rights',
    finds: /1 file of the data can be read/,
    hasFix: true,
    plant: ({ folder }) => writeFileSync(join(folder, 'data/callbacks.db'), '', { mode: 0o644 }),
  },
  {
    name: 'other users can read the secret',
    check: 'data.rights',
    finds: /1 file of the data can be read/,
    hasFix: true,
    plant: ({ folder }) => writeFileSync(join(folder, 'data/app-secret'), 'x'.repeat(43), { mode: 0o644 }),
  },
  {
    name: 'the secret beside the database is gone',
    check: 'data.secret',
    finds: /app-secret beside the database is gone/,
    plant: ({ folder }) => writeFileSync(join(folder, 'data/callbacks.db'), ''),
  },
  {
    name: 'the database is no database',
    check: 'database.integrity',
    finds: /damaged: file is not a database/,
    plant: ({ folder }) => writeFileSync(join(folder, 'data/callbacks.db'), 'no database '.repeat(1_000)),
  },
  {
    name: 'a page of the database is overwritten',
    check: 'database.integrity',
    finds: /damaged/,
    plant: ({ folder }) => damagePage(join(folder, 'data/callbacks.db')),
  },
  {
    name: 'a newer version wrote the database',
    check: 'database.schema',
    finds: /schema 9999-later/,
    plant: ({ folder }) => {
      const database = new DatabaseSync(join(folder, 'data/callbacks.db'));
      database.exec(
        "create table kysely_migration (name text); insert into kysely_migration values ('9999-later')",
      );
      database.close();
    },
  },
];

/** Port, disk, Docker and the running server. */
export const onMachine: readonly PlantedFault[] = [
  { name: 'the service is not running', check: 'service.running', finds: /is not running/ },
  {
    name: 'another program uses the port',
    check: 'service.port',
    finds: /another program uses port/,
    hasFix: true,
    plant: async (installation, cleanUp) => {
      const port = await listen((_request, response) => response.writeHead(404).end(), cleanUp);
      installation.configure({ PORT: String(port) });
    },
  },
  {
    name: 'the disk is nearly full',
    check: 'disk.space',
    finds: /50 MB of the disk are free/,
    plant: ({ facts }) => {
      facts.probes = { disk: async () => ({ freeBytes: 50 * 2 ** 20, totalBytes: 2 ** 40 }) };
    },
  },
  {
    name: 'the Docker daemon does not answer',
    check: 'docker.daemon',
    finds: /daemon does not answer/,
    settings: { CALLBACK_RUN: 'docker' },
    plant: ({ facts }) => {
      facts.probes = { run: async () => ({ code: 1, output: 'Cannot connect to the Docker daemon' }) };
    },
  },
  {
    name: 'Docker is asked for and not installed',
    check: 'docker.daemon',
    finds: /Docker is not installed/,
    hasFix: true,
    settings: { CALLBACK_RUN: 'docker' },
    plant: ({ facts }) => {
      facts.probes = { run: async () => undefined };
    },
  },
  {
    name: 'the visitor page is not built',
    check: 'service.page',
    finds: /page is not built/,
    plant: ({ folder }) => writeFileSync(join(folder, 'package.json'), '{}'),
  },
  {
    name: 'the packages are older than the lockfile',
    check: 'machine.packages',
    finds: /older than package-lock/,
    plant: ({ folder }) => writeFileSync(join(folder, 'package-lock.json'), '{}'),
  },
  {
    name: 'the settings were changed after the start',
    check: 'service.version',
    finds: /changed after the start/,
    plant: async (installation) => {
      await installation.start();
      installation.configure({ LOG_LEVEL: 'info' });
      // A file system's clock can be some milliseconds behind.
      const later = Date.now() / 1_000 + 1;
      utimesSync(join(installation.folder, '.env'), later, later);
    },
  },
];

function damagePage(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('create table a (b text); create index c on a (b)');
  const insert = database.prepare('insert into a values (?)');
  for (let row = 0; row < 300; row += 1) insert.run(`row ${row} ${'x'.repeat(60)}`);
  database.close();
  const content = readFileSync(path);
  content.fill(0x5a, 3 * 4_096, 4 * 4_096);
  writeFileSync(path, content);
}
