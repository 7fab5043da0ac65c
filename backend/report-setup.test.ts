import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRecordingLog } from '../test/support/fakes/recording-log.ts';
import { freePort } from './cli/rehearsal/service-process.ts';
import { compose } from './compose.ts';
import { acceptConfig } from './config/test-support.ts';
import { explainStartFault } from './report-setup.ts';

/** Returns the fault of a start with this database path, as the deployer reads it. */
async function faultOf(environment: Record<string, string>) {
  const config = acceptConfig(environment);
  const { log } = createRecordingLog();
  try {
    const platform = await compose(config, log);
    await platform.app.listen({ host: config.host, port: config.port }).finally(platform.stop);
  } catch (error) {
    return explainStartFault(error, config);
  }
  return assert.fail('the start succeeded');
}

test('a data folder or database that cannot be used is named, with its fix', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'start-fault-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'file');
  writeFileSync(file, 'no database');
  const inFile = await faultOf({ DATABASE_PATH: join(file, 'callbacks.db') });
  assert.match(`${inFile.problem}: ${inFile.fix}`, /file is not a folder: set DATABASE_PATH/);
  const noDatabase = await faultOf({ DATABASE_PATH: file });
  assert.match(`${noDatabase.problem}: ${noDatabase.fix}`, /The file is not a database: check DATABASE_PATH/);
  const isFolder = await faultOf({ DATABASE_PATH: folder });
  assert.match(`${isFolder.problem}: ${isFolder.fix}`, /is a folder: set DATABASE_PATH to a file/);
  const refused = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/srv/data/app-secret' });
  const nested = Object.assign(new Error('no secret', { cause: refused }), { advice: 'Set APP_SECRET.' });
  const { problem, fix } = explainStartFault(
    nested,
    acceptConfig({ DATABASE_PATH: '/srv/data/callbacks.db' }),
  );
  assert.equal(problem, '/srv/data/app-secret cannot be read and written');
  assert.match(
    fix ?? '',
    /right to read and write \/srv\/data \(sudo chown -R \d+:\d+ \/srv\/data, in Docker the mounted folder\), or set DATABASE_PATH/,
  );
});

test('a port or address that cannot be listened on is named, with its fix', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'start-fault-'));
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    other.close();
    rmSync(folder, { recursive: true });
  });
  const path = { DATABASE_PATH: join(folder, 'callbacks.db') };
  const { port } = other.address() as AddressInfo;
  assert.match(String((await faultOf({ ...path, PORT: String(port) })).fix), new RegExp(`port ${port}`));
  const elsewhere = await faultOf({ ...path, HOST: '192.0.2.1', PORT: String(await freePort()) });
  assert.equal(elsewhere.problem, '192.0.2.1 is no address of this machine');
  assert.match(elsewhere.fix ?? '', /127\.0\.0\.1/);
});
