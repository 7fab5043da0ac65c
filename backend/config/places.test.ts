import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './read-config.ts';
import type { Environment } from './read-values.ts';
import { acceptConfig } from './test-support.ts';

function onlyProblem(environment: Environment): string {
  const read = readConfig(environment);
  assert.ok(!read.ok, JSON.stringify(environment));
  assert.equal(read.problems.length, 1, JSON.stringify(read.problems));
  return read.problems.map(({ variable, problem, fix }) => `${variable} ${problem}: ${fix}`).join();
}

const wrongDatabases: [typed: string, message: RegExp][] = [
  ['mysql://x', /is an address, not a path: The database is a file, or Postgres.*DATABASE_URL=/],
  ['mongodb+srv://user:hunter2@cluster.example.com/calls', /is an address.*DATABASE_URL=/],
  ['postgresql://user:hunter2@db.example.com/calls', /is an address.*write the address as DATABASE_URL/],
  ['sqlite:///srv/calls.db', /is an address.*Write the path alone: DATABASE_PATH=\/srv\/calls\.db/],
  ['file:data/calls.db?mode=rwc', /Write the path alone: DATABASE_PATH=data\/calls\.db/],
  [':memory:', /in memory every callback would be lost/],
  ['file::memory:?cache=shared', /in memory every callback would be lost/],
  ['~/calls.db', /has ~ or a variable.*Write the whole path/],
  ['$HOME/calls.db', /has ~ or a variable.*Write the whole path/],
  ['/srv/$' + '{NAME}/calls.db', /has ~ or a variable.*Write the whole path/],
  ['data/', /is a folder, not a file: Write the path of the database file/],
];

test('DATABASE_PATH refuses what is no path of a file, with the fix', () => {
  for (const [typed, message] of wrongDatabases) {
    const found = onlyProblem({ DATABASE_PATH: typed });
    assert.match(found, message, typed);
    assert.doesNotMatch(found, /hunter2/);
  }
});

test('BACKUP_FOLDER and LOG_FILE refuse addresses, with the fix', () => {
  for (const typed of ['s3://bucket/backups', 'sftp://nas/backups', 'me@nas:/backups', 'smb://nas/backups'])
    assert.match(onlyProblem({ BACKUP_FOLDER: typed }), /^BACKUP_FOLDER is an address.*mount/, typed);
  assert.match(onlyProblem({ BACKUP_FOLDER: '~/backups' }), /Write the whole path/);
  assert.match(onlyProblem({ LOG_FILE: 'syslog://logs.example.com' }), /^LOG_FILE is an address.*standard/);
  assert.match(onlyProblem({ LOG_FILE: '/var/log/' }), /^LOG_FILE is a folder/);
});

test('paths with spaces, colons, accents and drive letters are kept', () => {
  for (const path of [
    '/srv/my calls/a:b.db',
    'Büro/calls.db',
    'C:\\data\\calls.db',
    './x.db',
    '../10€.db',
    'a$b.db',
  ])
    assert.equal(acceptConfig({ DATABASE_PATH: path }).databasePath, path);
  assert.equal(acceptConfig({ LOG_FILE: '/var/log/calls.log' }).logFile, '/var/log/calls.log');
});

test('HOST refuses a port and an impossible address', () => {
  for (const typed of [
    'localhost:8501',
    '0.0.0.0:8501',
    '[::1]',
    '256.1.1.1',
    '1.2.3',
    '...',
    'http://x',
    '*',
  ])
    assert.match(onlyProblem({ HOST: typed }), /^HOST is not an address to listen on.*PORT/, typed);
  for (const typed of ['127.0.0.1', '::', '::1', 'localhost', 'calls-1.internal', '10.0.0.8'])
    assert.equal(acceptConfig({ HOST: typed }).host, typed);
});
