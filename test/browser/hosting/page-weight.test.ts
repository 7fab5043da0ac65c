import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildPage } from '../support/build-page.ts';

/** Bytes on the wire before the first click, and for a whole callback without a sign-in. */
const budget = { first: 12 * 1024, whole: 21 * 1024 };

/** Scripts that load only to sign in, for Google's captcha, where workers are missing, or where the API refuses the page. */
const rarelyLoaded = /\/(?:sign-in|refused-origin|recaptcha|solve-puzzle|policy)-/;
/** Files of the operator's dashboard, which has a budget of its own. */
const ofDashboard = /\/(?:dashboard|day-chart|(?:live|insights|activity|system|tokens|settings)-page)/;

test('the page weighs at most 12 KB before the first click, and 21 KB in all', async (t) => {
  const outDir = await mkdtemp(join(tmpdir(), 'callback-weight-'));
  t.after(() => rm(outDir, { recursive: true }));
  await buildPage({ backendUrl: 'https://api.example.com', outDir });
  const html = readFileSync(join(outDir, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, file = '']) => file,
  );
  assert.ok(files.length >= 2);
  const weigh = (names: readonly string[]) =>
    names.reduce((sum, file) => sum + gzipSync(readFileSync(join(outDir, file))).length, 0);
  const every = globSync('assets/*.{js,css}', { cwd: outDir }).filter(
    (file) => !rarelyLoaded.test(file) && !ofDashboard.test(file),
  );
  const weight = { first: weigh(files), whole: weigh(every) };
  t.diagnostic(`before the first click: ${weight.first} bytes; a whole callback: ${weight.whole} bytes`);
  assert.ok(weight.first <= budget.first, `${weight.first} bytes before the first click`);
  assert.ok(weight.whole <= budget.whole, `${weight.whole} bytes in all`);
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
