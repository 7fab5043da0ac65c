import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkWebsite } from './website-check.ts';

const server = { base: 'https://calls.example.com', origins: ['https://www.example.com'] };
const line = '<script async src="https://calls.example.com/widget.js"></script>';

function faultsOf(
  html: string,
  policyHeaders: string[] = [],
  url = 'https://www.example.com/contact',
): string[] {
  return checkWebsite({ url: new URL(url), html, policyHeaders }, server)
    .filter(({ isWell }) => !isWell)
    .map(({ what, fix }) => `${what}: ${fix}`);
}

test('a page with the line and an allowed origin has no fault', () => {
  for (const html of [
    line,
    `<SCRIPT defer src='https://calls.example.com/widget.js?v=2' data-label="Call"></SCRIPT>`,
    '<script src=//calls.example.com/widget/v1.js async></script>',
  ])
    assert.deepEqual(faultsOf(html), []);
});

test('a missing, doubled or foreign script is named', () => {
  assert.match(faultsOf('<script src="/app.js"></script>').join(), /does not include widget\.js/);
  assert.match(faultsOf(line + line).join(), /includes widget\.js 2 times/);
  const foreign = line.replace('calls.example.com', 'calls.example.com.evil.example');
  assert.match(faultsOf(foreign).join(), /of another server/);
});

test('an origin that is not allowed is named with its setting', () => {
  for (const url of ['https://example.com/', 'http://www.example.com/', 'https://www.example.com:8443/'])
    assert.match(faultsOf(line, [], url).join(), new RegExp(`add ${new URL(url).origin} to ALLOWED_ORIGINS`));
});

test('each content policy of a page counts, in a header and in the page', () => {
  const allowing = [
    "script-src 'self' https://calls.example.com; connect-src calls.example.com",
    'default-src https://*.example.com',
    "default-src *; img-src 'none'",
    'default-src https:',
    "img-src 'self'",
  ];
  for (const policy of allowing) assert.deepEqual(faultsOf(line, [policy]), [], policy);
  const refused = faultsOf(line, [allowing[0] ?? '', "default-src 'self'"]);
  assert.deepEqual(
    refused.map((fault) => /add .*$/.exec(fault)?.[0]),
    [
      'add https://calls.example.com to script-src in Content-Security-Policy',
      'add https://calls.example.com to connect-src in Content-Security-Policy',
    ],
  );
  const meta = `<meta http-equiv="Content-Security-Policy" content="default-src *; connect-src 'self' https://*.example.org">`;
  assert.match(faultsOf(meta + line).join(), /refuses the widget \(connect-src\)/);
});

test('an optimiser that delays scripts is named', () => {
  assert.match(
    faultsOf(`<script src="/cdn-cgi/rocket-loader.min.js"></script>${line}`).join(),
    /Rocket Loader/,
  );
  assert.match(faultsOf(`<script type="rocketlazyloadscript"></script>${line}`).join(), /WP Rocket/);
});
