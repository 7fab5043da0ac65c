import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createAppSecret } from './app-secret.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'app-secret-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test('the secret is created once, in a private file beside the database', (t) => {
  const data = join(folder(t), 'data');
  const databasePath = join(data, 'callbacks.db');
  const secret = createAppSecret({ databasePath });
  assert.equal(statSync(join(data, 'app-secret')).mode & 0o777, 0o600);
  assert.ok(secret.length >= 43);
  assert.equal(createAppSecret({ databasePath }), secret);
  assert.deepEqual(readdirSync(data), ['app-secret']);
});

test('two folders have different secrets', (t) => {
  const one = createAppSecret({ databasePath: join(folder(t), 'callbacks.db') });
  const two = createAppSecret({ databasePath: join(folder(t), 'callbacks.db') });
  assert.notEqual(one, two);
});

test('a file that others can read becomes private', (t) => {
  const data = folder(t);
  const databasePath = join(data, 'callbacks.db');
  createAppSecret({ databasePath });
  chmodSync(join(data, 'app-secret'), 0o644);
  createAppSecret({ databasePath });
  assert.equal(statSync(join(data, 'app-secret')).mode & 0o777, 0o600);
});

test('a file without a secret is an error with advice and stays unchanged', (t) => {
  const data = folder(t);
  const file = join(data, 'app-secret');
  writeFileSync(file, 'short\n');
  const error = { code: 'app-secret-unusable', message: /or set APP_SECRET/ };
  assert.throws(() => createAppSecret({ databasePath: join(data, 'callbacks.db') }), error);
  assert.equal(readFileSync(file, 'utf8'), 'short\n');
});

test('a folder that cannot be written is an error with a code', (t) => {
  const file = join(folder(t), 'not-a-folder');
  writeFileSync(file, '');
  const error = { code: 'app-secret-unusable' };
  assert.throws(() => createAppSecret({ databasePath: join(file, 'callbacks.db') }), error);
});
