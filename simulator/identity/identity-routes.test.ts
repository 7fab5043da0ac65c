import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { createCookieBrowser } from '../../test/support/http/cookie-browser.ts';
import { setUpSimulator } from '../test-support/setup.ts';

const verifier = 'v'.repeat(43);
const redirectUri = 'http://127.0.0.1:1/oauth/callback/demo';

function question(differing: Record<string, string> = {}) {
  return new URLSearchParams({
    client_id: 'callback-platform',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state: 'a-state',
    nonce: 'a-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...differing,
  });
}

async function startIdentity(t: TestContext) {
  const identity = { redirectUris: [redirectUri] };
  const { url } = await setUpSimulator(t, { identity });
  const browser = createCookieBrowser();
  const ask = (differing?: Record<string, string>) =>
    browser.follow(`${url}/identity/auth?${question(differing)}`, redirectUri);
  const pick = async (choice: string) => {
    const page = await ask();
    const picked = await browser.open(page.url, {
      method: 'POST',
      body: new URLSearchParams({ choice }),
    });
    const next = new URL(picked.headers.get('location') ?? '', url).href;
    return new URL((await browser.follow(next, redirectUri)).url).searchParams;
  };
  const exchange = async (code: string, differing: Record<string, string> = {}) => {
    const body = new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
      ...{ client_id: 'callback-platform', client_secret: 'demo-client-secret-not-a-secret' },
      ...differing,
    });
    const answer = await fetch(`${url}/identity/token`, { method: 'POST', body });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  return { url, ask, pick, exchange };
}

function claimsOf(token = '') {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

test('a chosen person returns with a code that yields name and email', async (t) => {
  const { url, pick, exchange } = await startIdentity(t);
  const back = await pick('ada');
  assert.equal(back.get('state'), 'a-state');
  assert.equal(back.get('iss'), `${url}/identity`);
  const { status, body } = await exchange(back.get('code') ?? '');
  assert.equal(status, 200, JSON.stringify(body));
  const { iss, aud, sub, nonce, name, email } = claimsOf(body.id_token);
  assert.deepEqual(
    { iss, aud, sub, nonce, name, email },
    {
      ...{ iss: `${url}/identity`, aud: 'callback-platform', sub: 'ada', nonce: 'a-nonce' },
      ...{ name: 'Ada Example', email: 'ada@example.com' },
    },
  );
});

test('a code works once and only with its own PKCE verifier', async (t) => {
  const { pick, exchange } = await startIdentity(t);
  const code = (await pick('ada')).get('code') ?? '';
  assert.equal((await exchange(code)).status, 200);
  assert.equal((await exchange(code)).body.error, 'invalid_grant');
  const other = (await pick('zoe')).get('code') ?? '';
  assert.equal((await exchange(other, { code_verifier: 'w'.repeat(43) })).body.error, 'invalid_grant');
});

test('a person can decline, share no email or find the provider down', async (t) => {
  const { pick, exchange } = await startIdentity(t);
  assert.equal((await pick('decline')).get('error'), 'access_denied');
  assert.equal((await pick('down')).get('error'), 'temporarily_unavailable');
  const { body } = await exchange((await pick('sam')).get('code') ?? '');
  assert.equal('email' in claimsOf(body.id_token), false);
});

test('an unregistered redirect address and a request without PKCE are rejected', async (t) => {
  const { ask } = await startIdentity(t);
  const elsewhere = await ask({ redirect_uri: 'http://127.0.0.1:1/oauth/callback/demo/' });
  assert.equal(elsewhere.response?.status, 400);
  assert.match((await elsewhere.response?.text()) ?? '', /Accepted redirect addresses/);
  const bare = await ask({ code_challenge: '' });
  assert.equal(new URL(bare.url).searchParams.get('error'), 'invalid_request');
});

test('the page of fictional people forbids framing', async (t) => {
  const { ask } = await startIdentity(t);
  const page = await ask();
  assert.match((await page.response?.text()) ?? '', /Ada Example/);
  assert.match(page.response?.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
});

test('the page of an expired sign-in tells so', async (t) => {
  const { url } = await startIdentity(t);
  const answer = await fetch(`${url}/identity/people/nobody`);
  assert.equal(answer.status, 400);
  assert.match(await answer.text(), /start again/);
});
