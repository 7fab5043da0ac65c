import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildPage } from '../support/build-page.ts';

const budget = 12 * 1024;

test('the first scripts and styles of a page weigh at most 12 KB on the wire', async (t) => {
  const outDir = await mkdtemp(join(tmpdir(), 'callback-weight-'));
  t.after(() => rm(outDir, { recursive: true }));
  await buildPage({ backendUrl: 'https://api.example.com', outDir });
  const html = readFileSync(join(outDir, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, file = '']) => file,
  );
  assert.ok(files.length >= 2);
  const weight = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(outDir, file))).length, 0);
  assert.ok(weight <= budget, `${weight} bytes`);
});

test('a GitHub Pages build has its CNAME when the domain is given', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-domain-'));
  t.after(() => rm(folder, { recursive: true }));
  const [domainFile, outDir] = [join(folder, 'CNAME'), join(folder, 'page')];
  await buildPage({ backendUrl: '', outDir, domainFile });
  assert.ok(!existsSync(join(outDir, 'CNAME')));
  writeFileSync(domainFile, 'call.example.com\n');
  await buildPage({ backendUrl: '', outDir, domainFile });
  assert.equal(readFileSync(join(outDir, 'CNAME'), 'utf8'), 'call.example.com\n');
});

test('a built page names no host except its API, and cannot be turned to another', async (t) => {
  const outDir = await mkdtemp(join(tmpdir(), 'callback-policy-'));
  t.after(() => rm(outDir, { recursive: true }));
  await buildPage({ backendUrl: 'https://api.example.com/base', outDir });
  const html = readFileSync(join(outDir, 'index.html'), 'utf8');
  assert.match(html, /connect-src 'self' https:\/\/api\.example\.com;/);
  for (const file of globSync(join(outDir, '**/*.*')))
    assert.doesNotMatch(readFileSync(file, 'utf8'), /localhost|backend=/, file);
  assert.doesNotMatch(html, /\{\{|(?:src|href)="(?!\.\/)/);
});
