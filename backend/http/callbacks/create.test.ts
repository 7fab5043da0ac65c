import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRows } from '../../../test/support/engine/read-rows.ts';
import { openHttpSetup, pageOrigin } from '../../../test/support/http/http-setup.ts';
import {
  ann,
  ask,
  assertProblem,
  newCallback,
  readState,
} from '../../../test/support/http/visitor-requests.ts';

test('a new callback is answered with 201, its state and its location', async (t) => {
  const setup = await openHttpSetup(t);
  const answer = await ask(setup);
  assert.equal(answer.statusCode, 201);
  const state = readState(answer);
  assert.match(state.message, /Callback request received/);
  assert.equal(answer.headers.location, `/api/v1/callbacks/${state.request_id}`);
  assert.equal(state.status, 'pending');
  assert.equal(state.phone, '+1 201 555 0145');
  assert.equal(state.business_number, '+1 201 555 0100');
  assert.deepEqual([state.step, state.outcome, state.queue, state.notice], [null, null, null, 'none']);
  assert.equal(state.created_at, new Date(setup.clock.now()).toISOString());
  assert.equal(state.code?.guesses_left, 5);
  assert.equal(Date.parse(state.code?.expires_at ?? '') - setup.clock.now(), 600_000);
});

test("the visitor's fields are stored trimmed, and the page with its campaign only", async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup, {
    ...ann,
    name: '  Ann Example ',
    email: 'ann@example.com',
    subject: ' a\nleaking   tap ',
    page: 'https://www.example.com/contact?session=secret&utm_source=mail&utm_id=7#form',
    surplus: { deep: true },
  });
  const record = await setup.store.load(id);
  assert.deepEqual(record?.callback.visitor, {
    name: 'Ann Example',
    phone: '+12015550145',
    email: 'ann@example.com',
  });
  assert.equal(record?.callback.subject, 'a leaking tap');
  assert.equal(record?.callback.page, 'https://www.example.com/contact?utm_source=mail');
});

test('empty fields count as absent', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup, { ...ann, email: '', subject: ' ', page: null });
  const record = await setup.store.load(id);
  assert.equal(record?.callback.visitor.email, undefined);
  assert.equal(record?.callback.subject, undefined);
  assert.equal(record?.callback.page, undefined);
});

test('all invalid fields are named in one answer', async (t) => {
  const setup = await openHttpSetup(t);
  const payload = {
    name: 'x'.repeat(81),
    email: 'nobody',
    subject: 'x'.repeat(141),
    page: 'javascript:alert(1)',
  };
  const { errors } = assertProblem(await ask(setup, { payload }), 'invalid-request', 400);
  assert.deepEqual(errors, [
    { field: 'name', problem: 'must have at most 80 characters' },
    { field: 'phone', problem: 'is needed' },
    { field: 'email', problem: 'must be an email address' },
    { field: 'subject', problem: 'must have at most 140 characters' },
    { field: 'page', problem: 'must be an http or https address' },
  ]);
});

test('empty and too long names are refused', async (t) => {
  const setup = await openHttpSetup(t);
  for (const name of ['', '   ', 'x'.repeat(81), '\u0000', '\u2028', '\u202E', '\uD83D']) {
    assertProblem(await ask(setup, { payload: { ...ann, name } }), 'invalid-request', 400);
  }
  for (const name of [
    'x'.repeat(80),
    "Zo\u00eb O'Neil-\u674e",
    '\u0646\u200C\u0645',
    'Ann \u{1F468}\u200D\u{1F373}',
  ]) {
    await setup.clock.advance(3_600_000);
    const phone = `201 555 01${String(Math.trunc(setup.clock.monotonic() / 3_600_000)).padStart(2, '0')}`;
    await newCallback(setup, { name, phone });
  }
});

test('invisible marks are removed from names and emails, and what is readable stays', async (t) => {
  const setup = await openHttpSetup(t);
  const cleaned: Record<string, string> = {
    'Ann\u200b Example\ufeff': 'Ann Example',
    '\u202aAnn\u202c': 'Ann',
    '\u2068Ann\u2069 \u200eB': 'Ann B',
    'Ann\u0000\tB\u2028C': 'Ann B C',
    'A\u00adnn\ud800': 'Ann',
    'ن\u200cم': 'ن\u200cم',
  };
  for (const [index, [typed, name]] of Object.entries(cleaned).entries()) {
    await setup.clock.advance(3_600_000);
    const email = `\u202a ann@example.com\u200b ${typed.startsWith('Ann') ? '\n' : ''}`;
    const { request_id: id } = await newCallback(setup, { name: typed, email, phone: `201 555 011${index}` });
    const { visitor } = (await setup.store.load(id))?.callback ?? assert.fail(typed);
    assert.deepEqual([visitor.name, visitor.email], [name, 'ann@example.com'], JSON.stringify(typed));
  }
});

test('a name without visible characters is refused', async (t) => {
  const setup = await openHttpSetup(t);
  for (const name of [
    '\u200B',
    '\u200D',
    '\u00AD',
    '\u3164',
    '\u2800',
    '\uFE0F',
    '\uE000',
    '\u0301',
    '\u{E0041}',
  ]) {
    const refused = await ask(setup, { payload: { ...ann, name } });
    assert.equal(assertProblem(refused, 'invalid-request', 400).errors?.[0]?.field, 'name');
  }
});

test('a page of an unknown origin is not passed on to the business', async (t) => {
  const setup = await openHttpSetup(t);
  const page = 'https://evil.example/sign-in-to-your-bank';
  const { request_id: id } = await newCallback(setup, { ...ann, page });
  assert.equal((await setup.store.load(id))?.callback.page, undefined);
});

test('each problem with a phone number has its own code', async (t) => {
  const setup = await openHttpSetup(t);
  const cases: [string, string][] = [
    ['call me maybe', 'phone-not-a-number'],
    ['201 55', 'phone-too-short'],
    ['201 555 0145 99999999', 'phone-too-long'],
    ['+44 20 7946 0018', 'phone-region-not-allowed'],
    ['+1 900 234 5678', 'phone-type-not-allowed'],
    ['+12015550123', 'phone-our-own-number'],
  ];
  for (const [phone, code] of cases) {
    assertProblem(await ask(setup, { payload: { ...ann, phone } }), code, 422);
  }
});

test('the same Idempotency-Key gives the same callback and status 200', async (t) => {
  const setup = await openHttpSetup(t);
  const headers = { 'idempotency-key': 'c0ffee' };
  const first = readState(await ask(setup, { headers }));
  const again = await ask(setup, {
    headers,
    payload: { phone: ann.phone, name: ` ${ann.name} `, email: '' },
  });
  assert.equal(again.statusCode, 200);
  assert.equal(readState(again).request_id, first.request_id);
});

test('a reused key with another body is refused, and so is an invalid key', async (t) => {
  const setup = await openHttpSetup(t);
  const headers = { 'idempotency-key': 'c0ffee' };
  await ask(setup, { headers });
  const other = await ask(setup, { headers, payload: { ...ann, name: 'Bob' } });
  assertProblem(other, 'idempotency-key-reused', 409);
  const unfit = await ask(setup, { headers: { 'idempotency-key': 'x'.repeat(256) } });
  assertProblem(unfit, 'idempotency-key-invalid', 400);
});

test('the same request sent 20 times at once creates one callback', async (t) => {
  const setup = await openHttpSetup(t);
  const headers = { 'idempotency-key': 'impatient' };
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(setup, { headers })));
  const ids = new Set(answers.map((answer) => readState(answer).request_id));
  assert.equal(ids.size, 1);
  assert.equal(answers.filter(({ statusCode }) => statusCode === 201).length, 1);
  assert.equal((await setup.store.codesTo('+12015550145', { kind: 'sent' }, 0)).length, 1);
});

test('a client gets five callbacks a minute, then the time to retry', async (t) => {
  const setup = await openHttpSetup(t);
  for (let number = 0; number < 5; number += 1) {
    await newCallback(setup, { name: 'Ann', phone: `201 555 014${number}` });
  }
  await setup.clock.advance(20_000);
  const refused = await ask(setup, { payload: { name: 'Ann', phone: '201 555 0149' } });
  assert.equal(assertProblem(refused, 'too-many-requests', 429).retry_after, 40);
  assert.equal(refused.headers['retry-after'], '40');
  await setup.clock.advance(40_000);
  await newCallback(setup, { name: 'Ann', phone: '201 555 0149' });
});

test('a network gets three codes an hour for one number, then the time to retry', async (t) => {
  const setup = await openHttpSetup(t);
  for (let times = 0; times < 3; times += 1) await newCallback(setup);
  const refused = assertProblem(await ask(setup), 'too-many-codes', 429);
  assert.equal(refused.retry_after, 3600);
});

test('an untrusted proxy is the client; a trusted proxy names its client', async (t) => {
  const plain = await openHttpSetup(t);
  const trusting = await openHttpSetup(t, { settings: { trustedProxies: ['loopback'] } });
  const sixth = async (setup: typeof plain) => {
    const answers = [];
    for (let number = 0; number < 6; number += 1) {
      const headers = { 'x-forwarded-for': `198.51.100.1, 203.0.113.${number}` };
      answers.push(await ask(setup, { headers, payload: { name: 'Ann', phone: `201 555 014${number}` } }));
    }
    return answers.at(-1)?.statusCode;
  };
  assert.equal(await sixth(plain), 429);
  assert.equal(await sixth(trusting), 201);
});

test('two addresses of one /64 network are one client', async (t) => {
  const setup = await openHttpSetup(t, { settings: { trustedProxies: ['127.0.0.1'] } });
  const from = (address: string, number: number) =>
    ask(setup, {
      headers: { 'x-forwarded-for': address },
      payload: { name: 'Ann', phone: `201 555 014${number}` },
    });
  for (let number = 0; number < 5; number += 1) await from(`2001:db8::${number + 1}`, number);
  assert.equal((await from('2001:db8::ffff:1', 6)).statusCode, 429);
  assert.equal((await from('2001:db8:0:1::1', 6)).statusCode, 201);
});

test("consent is stored with its text, its time and the page's origin", async (t) => {
  const setup = await openHttpSetup(t);
  const headers = { origin: pageOrigin };
  await ask(setup, { headers, payload: { ...ann, consent: 'one-call-1' } });
  const [row] = readRows(setup.path, 'select * from callbacks');
  assert.equal(row?.consent, 'one-call-1');
  assert.equal(row?.consented_at, row?.created_at);
  assert.equal(row?.consent_origin, pageOrigin);
});

test('an unknown consent text is refused, and without one no consent is stored', async (t) => {
  const setup = await openHttpSetup(t);
  const made = await ask(setup, { payload: { ...ann, consent: 'anything' } });
  assert.equal(assertProblem(made, 'invalid-request', 400).errors?.[0]?.field, 'consent');
  await newCallback(setup);
  const [row] = readRows(setup.path, 'select * from callbacks');
  assert.deepEqual([row?.consent, row?.consented_at, row?.consent_origin], [null, null, null]);
});
