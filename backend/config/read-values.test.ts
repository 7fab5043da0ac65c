import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Environment, readValues } from './read-values.ts';
import { variables } from './variables.ts';

const token = '0123456789abcdef0123456789abcdef';

function fileWith(t: TestContext, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'secret');
  writeFileSync(file, content);
  return file;
}

test('a secret is read from the file that NAME_FILE names', (t) => {
  const read = readValues({ TWILIO_AUTH_TOKEN_FILE: fileWith(t, `${token}\n`) });
  assert.deepEqual(read.problems, []);
  assert.equal(read.values.TWILIO_AUTH_TOKEN, token);
  assert.ok(read.given.has('TWILIO_AUTH_TOKEN'));
});

test('a secret set twice, in a missing file or in an empty file is one problem', (t) => {
  const file = fileWith(t, '\n');
  const found = (environment: Environment) => {
    const read = readValues(environment);
    assert.ok(read.given.has('APP_SECRET'));
    return read.problems.map(({ variable, problem }) => `${variable} ${problem}`);
  };
  const twice = found({ APP_SECRET: token, APP_SECRET_FILE: file });
  assert.deepEqual(twice, ['APP_SECRET is set together with APP_SECRET_FILE']);
  const missing = found({ APP_SECRET_FILE: `${file}-none` });
  assert.deepEqual(missing, ['APP_SECRET cannot be read from its file']);
  assert.deepEqual(found({ APP_SECRET_FILE: file }), ['APP_SECRET has an empty file']);
});

test('a value that is not secret is never read from a file', (t) => {
  const file = fileWith(t, '0.0.0.0');
  assert.equal(readValues({ HOST_FILE: file }).values.HOST, '127.0.0.1');
});

test('no problem contains the secret', () => {
  const secrets = Object.entries(variables).filter(([, variable]) => 'secret' in variable);
  assert.ok(secrets.length >= 5);
  for (const [name] of secrets) {
    const { problems } = readValues({ [name]: 'hunter2' });
    assert.equal(problems.at(0)?.variable, name);
    assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
  }
});
