import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { variables } from '../../backend/config/variables.ts';

const root = join(import.meta.dirname, '../..');

function read(file: string) {
  return readFile(join(root, file), 'utf8');
}

const guides = globSync('docs/sign-in/*.md', { cwd: root }).sort();
const providers = ['facebook', 'google', 'instagram', 'whatsapp', 'x'] as const;

test('each sign-in provider has a guide', () => {
  const expected = ['README', ...providers].map((name) => `docs/sign-in/${name}.md`);
  assert.deepEqual(guides, expected);
});

test('every page that the configuration names exists', async () => {
  const named = [await read('.env.example'), ...Object.values(variables).map(({ fix }) => fix)].flatMap(
    (text) => text.match(/docs\/[\w/-]+\.md/g) ?? [],
  );
  assert.ok(named.length > 5);
  for (const file of named) await access(join(root, file)).catch(() => assert.fail(file));
});

test('each guide has the redirect URI, the variables and what was never run live', async () => {
  for (const provider of providers) {
    const guide = await read(`docs/sign-in/${provider}.md`);
    const address = provider === 'whatsapp' ? '/twilio/whatsapp/inbound' : `/oauth/callback/${provider}`;
    assert.match(guide, new RegExp(`^ +<PUBLIC_BASE_URL>${address}$`, 'm'), provider);
    const own = Object.keys(variables).filter((name) => name.startsWith(`${provider.toUpperCase()}_`));
    assert.ok(own.length > 0, provider);
    for (const name of own) assert.ok(guide.includes(`${name}=`), `${provider}: ${name}`);
    assert.match(guide, /^## Never run live$/m, provider);
  }
});

test('log lines quoted in a guide exist in the code', async () => {
  const said = globSync('backend/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const sources = (await Promise.all(said.map(read))).join('\n');
  for (const guide of guides) {
    const quoted = (await read(guide)).matchAll(/(?:`(?:error|warn|info)`|Log): "([^"]+)"/g);
    for (const [, words = ''] of quoted) assert.ok(sources.includes(`'${words}'`), `${guide}: ${words}`);
  }
});
