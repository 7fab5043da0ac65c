import assert from 'node:assert/strict';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import {
  cleanEnvText,
  decodeEnvFile,
  dropDuplicates,
  editEnvText,
  findDuplicates,
  quoteComments,
  quoteValue,
} from './edit-env-file.ts';
import { changeSettings, writeEnvFile } from './write-env-file.ts';

const sample = '# Twilio\nTWILIO_SID=\n\n# Phone\nexport BUSINESS_NUMBER=+12015550123\nPORT=1\nPORT=2\n';

test('a changed setting keeps comments, order and all other lines', () => {
  assert.equal(
    editEnvText(sample, [{ kind: 'set', name: 'TWILIO_SID', value: 'AC1' }]),
    sample.replace('TWILIO_SID=', 'TWILIO_SID=AC1'),
  );
  assert.equal(
    editEnvText(sample, [{ kind: 'set', name: 'PORT', value: '9' }]),
    sample.replace('PORT=1\nPORT=2', 'PORT=9'),
  );
  assert.equal(editEnvText(sample, [{ kind: 'set', name: 'HOST', value: '::1' }]), `${sample}HOST=::1\n`);
  assert.equal(editEnvText('A=1', [{ kind: 'set', name: 'B', value: '2' }]), 'A=1\nB=2\n');
  assert.equal(editEnvText('A=1\r\nB=2\r\n', [{ kind: 'set', name: 'A', value: '3' }]), 'A=3\r\nB=2\r\n');
});

test('an unset or renamed setting changes its own line only', () => {
  assert.equal(editEnvText('A=1\nB=2\n', [{ kind: 'unset', name: 'A' }]), 'A=\nB=2\n');
  assert.equal(editEnvText('A=1\n', [{ kind: 'unset', name: 'C' }]), 'A=1\n');
  assert.equal(
    editEnvText('export A = 1 # x\n', [{ kind: 'rename', from: 'A', to: 'C' }]),
    'export C = 1 # x\n',
  );
});

test('Node reads every written value as it was given', () => {
  const values = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(values, (value) => {
      fc.pre(!["'", '"', '`'].every((mark) => value.includes(mark)));
      assert.equal(parseEnv(editEnvText('A=1\n', [{ kind: 'set', name: 'V', value }])).V, value);
    }),
  );
  for (const value of ['pass#word', ' padded ', 'it\'s "quoted"', '$HOME', 'a\\nb'])
    assert.equal(parseEnv(`V=${quoteValue(value)}`).V, value, value);
  assert.throws(() => quoteValue('a\nb'), { code: 'unquotable' });
});

test('invisible marks, odd spaces and typographic quotes are cleaned', () => {
  assert.equal(cleanEnvText('\uFEFFA=\u200B1\u00A02\n'), 'A=1 2\n');
  assert.equal(cleanEnvText('NAME=\u201CAda\u2019s\u201D\n'), 'NAME="Ada\u2019s"\n');
});

test('a value with # is quoted unless it is quoted already or a comment', () => {
  assert.equal(
    quoteComments("A=x#y\nB='x#y'\nC=1 # note\n# D=x#y\n"),
    "A='x#y'\nB='x#y'\nC=1 # note\n# D=x#y\n",
  );
});

test('of a setting that is written twice the last line stays', () => {
  assert.deepEqual(findDuplicates(`${sample}HOST=\nHOST=::1\n`), ['PORT']);
  assert.equal(dropDuplicates(sample), sample.replace('PORT=1\n', ''));
});

test('a file that Windows saved as UTF-16 is decoded', () => {
  const text = 'A=1\nB=ü\n';
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  const big = Buffer.from(little).swap16();
  for (const content of [little, big, Buffer.from(text), Buffer.from(`\uFEFF${text}`)])
    assert.equal(decodeEnvFile(content), text);
});

test('the file is replaced whole, private, and through a symbolic link', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'env file-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, '.env');
  writeFileSync(path, 'A=1\n', { mode: 0o644 });
  writeEnvFile(path, 'A=2\n');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const link = join(folder, 'link');
  symlinkSync(path, link);
  changeSettings(link, [{ kind: 'set', name: 'A', value: '3' }]);
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.equal(readFileSync(path, 'utf8'), 'A=3\n');
  assert.deepEqual(readdirSync(folder).sort(), ['.env', 'link']);
});

test('without a file the template is the beginning of the new one', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'env file-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'template'), '# note\nA=\n');
  changeSettings(join(folder, '.env'), [{ kind: 'set', name: 'A', value: '1' }], join(folder, 'template'));
  assert.equal(readFileSync(join(folder, '.env'), 'utf8'), '# note\nA=1\n');
});
