import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Rehearsal,
  rehearsalNumbers,
  startRehearsal,
} from '../../../backend/cli/rehearsal/rehearsal.ts';
import {
  createSimulatedPhones,
  type SimulatedPhones,
} from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { solveCaptcha } from '../../../backend/cli/rehearsal/visitor.ts';
import { createCookieBrowser } from '../../support/http/cookie-browser.ts';
import { makePageSecret } from '../../support/http/sign-in-setup.ts';

const planted = {
  name: 'Zebulon Quartermain',
  email: 'zebulon.q@planted.example',
  subject: 'a planted harpsichord',
  page: 'https://www.example.com/planted-page',
};
const adminToken = 'k3Jv0cR9xQ2mZ7tB5nW8yL1dF6hP4sGa';
const secrets = {
  APP_SECRET: 'planted-app-secret-Vb81kQz02mNs7TyX',
  TWILIO_AUTH_TOKEN_OLD: 'planted-old-token-5Lk2Mn8Qw3Rt',
  ADMIN_API_TOKEN: adminToken,
  METRICS_TOKEN: 'planted-metrics-token-Hw29sLd7Vc40Pq8Z',
};
const { business } = rehearsalNumbers;

let rehearsal: Rehearsal;
let phones: SimulatedPhones;
/** Values that must not appear anywhere; secrets are added as they are issued. */
const traces = new Set<string>([...Object.values(planted), ...Object.values(secrets)]);
/** The bodies of problem answers and health answers. */
const answers: string[] = [];

before(async () => {
  rehearsal = await startRehearsal({ speed: 20, env: { ...secrets, LOG_LEVEL: 'debug' } });
  phones = createSimulatedPhones(rehearsal.simulatorUrl);
});
after(() => rehearsal.stop());

type Asked = { body?: unknown; headers?: Record<string, string>; method?: string };

async function send(path: string, { body, headers = {}, method = 'POST' }: Asked = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${rehearsal.backendUrl}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: text }),
  });
  const answer = await response.text();
  if (!response.ok || path.startsWith('/health')) answers.push(answer);
  return { status: response.status, body: answer };
}

let visitors = 0;

/** Requests a callback with planted values; returns its id and code. */
async function ask(
  headers: Record<string, string> = {},
): Promise<{ id: string; code: string; phone: string }> {
  visitors += 1;
  const phone = `+1201555016${visitors}`;
  for (const form of [phone.slice(1), phone.slice(2), `(201) 555-016${visitors}`]) traces.add(form);
  const captcha = await solveCaptcha(rehearsal.backendUrl);
  const key = `planted-key-${visitors}`;
  const made = await send('/api/v1/callbacks', {
    body: { ...planted, phone, captcha },
    headers: { 'idempotency-key': key, 'x-forwarded-for': `203.0.113.${visitors}`, ...headers },
  });
  assert.equal(made.status, 201, made.body);
  const id: string = JSON.parse(made.body).request_id;
  const code = await phones.code(phone);
  for (const trace of [id, code, key, `203.0.113.${visitors}`]) traces.add(trace);
  return { id, code, phone };
}

async function ended(id: string): Promise<string> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { body } = await send(`/api/v1/callbacks/${id}`, { method: 'GET' });
    const { outcome, notice } = JSON.parse(body);
    if (outcome !== null && outcome !== undefined && notice !== 'sending') return outcome;
    await sleep(50);
  }
  throw new Error('The request never ended.');
}

function prove({ id, code }: { id: string; code: string }) {
  return send(`/api/v1/callbacks/${id}/verify`, { body: { code } });
}

test('an answered call and a missed call', async () => {
  await phones.script(business, 'human');
  const taken = await ask();
  await prove(taken);
  assert.equal(await ended(taken.id), 'talked');
  await phones.script(business, 'no-answer');
  const missed = await ask();
  await prove(missed);
  assert.equal(await ended(missed.id), 'business-no-answer');
});

test('wrong codes, and a right one too late', async () => {
  const guessed = await ask();
  for (let guess = 0; guess < 6; guess += 1)
    await prove({
      ...guessed,
      code: String((Number(guessed.code) + 1 + guess) % 1_000_000).padStart(6, '0'),
    });
  assert.equal((await prove(guessed)).status, 410);
});

test('a sign-in, its session, and failing attempts', async () => {
  const { secret, code } = await signIn();
  const wrong = await send('/oauth/token', { body: { code: 'planted-hand-off', verifier: secret.verifier } });
  assert.equal(wrong.status, 400);
  const redeemed = await send('/oauth/token', { body: { code, verifier: secret.verifier } });
  assert.equal(redeemed.status, 200, redeemed.body);
  const session = JSON.parse(redeemed.body);
  for (const trace of [session.access_token, session.profile.name, session.profile.email]) traces.add(trace);
  await ask({ authorization: `Bearer ${session.access_token}` });
  await send('/oauth/logout', { headers: { authorization: `Bearer ${session.access_token}` } });
  await send('/oauth/callback/demo?state=planted-state&code=planted-code&error_description=planted-words', {
    method: 'GET',
  });
});

/** Signs in as Ada at the demo provider. Values of the browser and the page count as secrets. */
async function signIn() {
  const secret = makePageSecret();
  const browser = createCookieBrowser();
  const query = new URLSearchParams({ challenge: secret.challenge, return_to: `${rehearsal.backendUrl}/` });
  const page = `${rehearsal.backendUrl}/#`;
  const choice = await browser.follow(`${rehearsal.backendUrl}/oauth/login/demo?${query}`, page);
  const chosen = await browser.open(choice.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'choice=ada',
  });
  const landed = await browser.follow(new URL(chosen.headers.get('location') ?? '', choice.url).href, page);
  const code = new URLSearchParams(new URL(landed.url).hash.slice(1)).get('handoff') ?? '';
  assert.match(code, /^[\w-]{43}$/, landed.url);
  const cookies = Object.values(browser.cookies('127.0.0.1'));
  for (const trace of [secret.verifier, code, ...cookies]) traces.add(trace);
  return { secret, code };
}

test('malformed input of every kind with all planted values', async () => {
  const { name, email } = planted;
  const phone = '+12015550169';
  for (const trace of ['planted-query', 'planted-path', '2015550169']) traces.add(trace);
  const captcha = 'planted-captcha';
  traces.add(captcha);
  const bodies = [
    { ...planted, phone, captcha },
    { ...planted, phone: 'not 2015550169 a number', captcha },
    { ...planted, email: `${email} ${email}`, phone },
    { ...planted, consent: name, phone },
    { visitor_name: name, visitor_phone: phone },
    `{"name": "${name}", "phone": ${phone}`,
    { ...planted, phone, surplus: 'x'.repeat(20_000) },
    { ...planted, name: { first: name }, phone: [phone] },
  ];
  for (const body of bodies) assert.ok((await send('/api/v1/callbacks', { body })).status >= 400);
  await send(`/planted-path/${encodeURIComponent(name)}?planted-query=${encodeURIComponent(email)}`, {
    method: 'GET',
  });
  await send(`/api/v1/callbacks/${name}/verify`, { body: { code: name } });
  await send('/twilio/sms/inbound', {
    body: `From=${phone}&Body=${name}`,
    headers: { 'x-twilio-signature': 'planted-signature' },
  });
  traces.add('planted-signature');
  const forged = { authorization: `Bearer planted-bearer-${'x'.repeat(30)}` };
  traces.add('planted-bearer');
  await send('/api/v1/admin/privacy/erase', { body: { phone }, headers: forged });
  await send('/oauth/logout', { headers: forged });
});

test('a failing carrier, a crash, and an operator’s export and erasure', async () => {
  await phones.fault({ kind: '500', resource: 'messages', times: 2 });
  const caught = await ask();
  await phones.fault({ kind: '500', resource: 'calls', times: 3 });
  await phones.script(business, 'no-answer');
  await prove(caught);
  await rehearsal.killBackend();
  await rehearsal.restartBackend();
  await ended(caught.id);
  const headers = { authorization: `Bearer ${adminToken}` };
  assert.equal(
    (await send('/api/v1/admin/privacy/export', { body: { phone: caught.phone }, headers })).status,
    200,
  );
  assert.equal(
    (await send('/api/v1/admin/privacy/erase', { body: { phone: caught.phone }, headers })).status,
    200,
  );
  await send('/health', { method: 'GET' });
  await send('/health/ready', { method: 'GET' });
});

/** Matches six digits that are not part of a longer number. */
function found(text: string): string[] {
  return [...traces].filter((trace) =>
    /^\d{6}$/.test(trace) ? new RegExp(`(?<!\\d)${trace}(?!\\d)`).test(text) : text.includes(trace),
  );
}

test('no planted value is in the log, at any level', async () => {
  const log = await rehearsal.backendLog();
  const lines = log.trim().split('\n');
  assert.ok(lines.length > 60);
  assert.ok(
    lines.some((line) => line.includes('effect failed') || line.includes('could not')),
    'faults were logged',
  );
  for (const line of lines) assert.deepEqual(found(line), [], line);
});

test('no planted value is in a URL that the carrier got or requested', async () => {
  const entries = await phones.timeline();
  const addresses = entries.flatMap(
    ({ data }) => JSON.stringify(data).match(/https?:[^"\\<>\s]+|"\/[^"]*"/g) ?? [],
  );
  assert.ok(addresses.length > 20);
  // The notice to the business contains the page's address.
  const page = new Set([planted.page]);
  for (const address of addresses)
    assert.deepEqual(
      found(address).filter((trace) => !page.has(trace)),
      [],
      address,
    );
});

test('no planted value is in a problem answer or in the health endpoints', () => {
  assert.ok(answers.length > 20);
  for (const answer of answers) assert.deepEqual(found(answer), [], answer);
});
