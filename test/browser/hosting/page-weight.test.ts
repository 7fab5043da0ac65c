import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { languageCodes } from '../../../languages/languages.ts';
import { buildPage } from '../support/build-page.ts';

/** Bytes on the wire before the first click, and for a whole callback without a sign-in. */
const budget = { first: 12 * 1024, whole: 20 * 1024 };

/** Files that load only to sign in, for Google's captcha, without workers, or when the API refuses the page. */
const rarelyLoaded = /\/(?:sign-in|refused-origin|recaptcha|solve-puzzle|policy)-/;
const wordsOf = /\/words-/;
/** Files of the operator's dashboard, which has a budget of its own. */
const ofDashboard = /\/(?:dashboard|day-chart|(?:live|insights|activity|system|tokens|settings)-page)/;

/** What a language other than English may add after the first click: the words that stand in the HTML in English. */
const otherLanguage = 2048;

test('the page weighs at most 12 KB before the first click, and 20 KB in all', async (t) => {
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
    (file) => !rarelyLoaded.test(file) && !ofDashboard.test(file) && !wordsOf.test(file),
  );
  for (const language of languageCodes) {
    const parts = (part: string) => globSync(`assets/words-*-${language}-${part}.js`, { cwd: outDir });
    assert.equal(parts('page').length, 1, language);
    const first = weigh([...files, ...parts('page')]);
    const whole = weigh([...every, ...parts('page'), ...parts('follow')]);
    t.diagnostic(`${language}: ${first} bytes before the first click, ${whole} for a whole callback`);
    const more = language === 'en' ? 0 : otherLanguage;
    assert.ok(first <= budget.first, `${language}: ${first} bytes before the first click`);
    assert.ok(whole <= budget.whole + more, `${language}: ${whole} bytes in all`);
  }
});

/** Bytes on the wire: what every page of a website loads, and what its first interested visitor loads. */
const widgetBudget = { 'widget.js': 3 * 1024, 'widget/form.js': 14 * 1024 };

test('the widget weighs at most 3 KB before a click, and its form 14 KB', async (t) => {
  const outDir = await mkdtemp(join(tmpdir(), 'callback-widget-'));
  t.after(() => rm(outDir, { recursive: true }));
  await buildPage({ backendUrl: '', outDir });
  for (const [file, budget] of Object.entries(widgetBudget)) {
    const weight = gzipSync(readFileSync(join(outDir, file))).length;
    t.diagnostic(`${file}: ${weight} bytes`);
    assert.ok(weight <= budget, `${file} has ${weight} bytes`);
  }
  const [loader, pinned] = ['widget.js', 'widget/v1.js'].map((file) =>
    readFileSync(join(outDir, file), 'utf8'),
  );
  assert.equal(loader, pinned);
  const elsewhere = join(outDir, 'elsewhere');
  await buildPage({ backendUrl: 'https://api.example.com', outDir: elsewhere });
  assert.equal(
    readFileSync(join(elsewhere, 'widget/v1.js'), 'utf8'),
    pinned,
    'one hash for every installation',
  );
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
