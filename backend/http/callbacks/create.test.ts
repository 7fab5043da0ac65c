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
import { setOptOut } from '../../usecases/opt-outs.ts';

test('a request is received: 201, its state, and where to find it', async (t) => {
  const rig = await openHttpSetup(t);
  const answer = await ask(rig);
  assert.equal(answer.statusCode, 201);
  const state = readState(answer);
  assert.match(state.message, /Callback request received/);
  assert.equal(answer.headers.location, `/api/v1/callbacks/${state.request_id}`);
  assert.equal(state.status, 'pending');
  assert.equal(state.phone, '+1 201 555 0145');
  assert.equal(state.business_number, '+1 201 555 0100');
  assert.deepEqual([state.step, state.outcome, state.queue, state.notice], [null, null, null, 'none']);
  assert.equal(state.created_at, new Date(rig.clock.now()).toISOString());
  assert.equal(state.code?.guesses_left, 5);
  assert.equal(Date.parse(state.code?.expires_at ?? '') - rig.clock.now(), 600_000);
});

test('what the visitor wrote is kept, trimmed, and the page without its query', async (t) => {
  const rig = await openHttpSetup(t);
  const { request_id: id } = await newCallback(rig, {
    ...ann,
    name: '  Ann Example ',
    email: 'ann@example.com',
    subject: ' a\nleaking   tap ',
    page: 'https://www.example.com/contact?session=secret#form',
    surplus: { deep: true },
  });
  const record = await rig.store.load(id);
  assert.deepEqual(record?.callback.visitor, {
    name: 'Ann Example',
    phone: '+12015550145',
    email: 'ann@example.com',
  });
  assert.equal(record?.callback.subject, 'a leaking tap');
  assert.equal(record?.callback.page, 'https://www.example.com/contact');
});

test('fields that were left empty are taken for absent', async (t) => {
  const rig = await openHttpSetup(t);
  const { request_id: id } = await newCallback(rig, { ...ann, email: '', subject: ' ', page: null });
  const record = await rig.store.load(id);
  assert.equal(record?.callback.visitor.email, undefined);
  assert.equal(record?.callback.subject, undefined);
  assert.equal(record?.callback.page, undefined);
});

test('each field that is wrong is named, all at once', async (t) => {
  const rig = await openHttpSetup(t);
  const payload = {
    name: 'two\nlines',
    email: 'nobody',
    subject: 'x'.repeat(141),
    page: 'javascript:alert(1)',
  };
  const { errors } = assertProblem(await ask(rig, { payload }), 'invalid-request', 400);
  assert.deepEqual(errors, [
    { field: 'name', problem: 'must not contain control characters' },
    { field: 'phone', problem: 'is needed' },
    { field: 'email', problem: 'must be an email address' },
    { field: 'subject', problem: 'must have at most 140 characters' },
    { field: 'page', problem: 'must be an http or https address' },
  ]);
});

test('names that would not read as they are stored are refused', async (t) => {
  const rig = await openHttpSetup(t);
  for (const name of ['', '   ', 'x'.repeat(81), 'nul\u0000', 'a\u2028b', 'evil\u202Egnp.exe', '\uD83D']) {
    assertProblem(await ask(rig, { payload: { ...ann, name } }), 'invalid-request', 400);
  }
  for (const name of [
    'x'.repeat(80),
    "Zo\u00eb O'Neil-\u674e",
    '\u0646\u200C\u0645',
    'Ann \u{1F468}\u200D\u{1F373}',
  ]) {
    await rig.clock.advance(3_600_000);
    const phone = `201 555 01${String(Math.trunc(rig.clock.monotonic() / 3_600_000)).padStart(2, '0')}`;
    await newCallback(rig, { name, phone });
  }
});

test('a name that nobody can see or hear is none', async (t) => {
  const rig = await openHttpSetup(t);
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
    const refused = await ask(rig, { payload: { ...ann, name } });
    assert.equal(assertProblem(refused, 'invalid-request', 400).errors?.[0]?.field, 'name');
  }
});

test('a page of an origin that is not served is not passed on to the business', async (t) => {
  const rig = await openHttpSetup(t);
  const page = 'https://evil.example/sign-in-to-your-bank';
  const { request_id: id } = await newCallback(rig, { ...ann, page });
  assert.equal((await rig.store.load(id))?.callback.page, undefined);
});

test('each problem with a phone number has a code of its own', async (t) => {
  const rig = await openHttpSetup(t);
  const cases: [string, string][] = [
    ['call me maybe', 'phone-not-a-number'],
    ['201 55', 'phone-too-short'],
    ['201 555 0145 99999999', 'phone-too-long'],
    ['+44 20 7946 0018', 'phone-region-not-allowed'],
    ['+1 900 234 5678', 'phone-type-not-allowed'],
    ['+12015550123', 'phone-our-own-number'],
  ];
  for (const [phone, code] of cases) {
    assertProblem(await ask(rig, { payload: { ...ann, phone } }), code, 422);
  }
});

test('a number that sent STOP is not asked for a code', async (t) => {
  const rig = await openHttpSetup(t);
  await setOptOut(rig, '+12015550145', true, rig.clock.now());
  assertProblem(await ask(rig), 'opted-out', 422);
});

test('the same Idempotency-Key gives the same request, and 200', async (t) => {
  const rig = await openHttpSetup(t);
  const headers = { 'idempotency-key': 'c0ffee' };
  const first = readState(await ask(rig, { headers }));
  const again = await ask(rig, { headers, payload: { phone: ann.phone, name: ` ${ann.name} `, email: '' } });
  assert.equal(again.statusCode, 200);
  assert.equal(readState(again).request_id, first.request_id);
});

test('the same key with another body is refused, and so is a key that is none', async (t) => {
  const rig = await openHttpSetup(t);
  const headers = { 'idempotency-key': 'c0ffee' };
  await ask(rig, { headers });
  const other = await ask(rig, { headers, payload: { ...ann, name: 'Bob' } });
  assertProblem(other, 'idempotency-key-reused', 409);
  const unfit = await ask(rig, { headers: { 'idempotency-key': 'x'.repeat(256) } });
  assertProblem(unfit, 'idempotency-key-invalid', 400);
});

test('the same request sent twenty times at once becomes one', async (t) => {
  const rig = await openHttpSetup(t);
  const headers = { 'idempotency-key': 'impatient' };
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(rig, { headers })));
  const ids = new Set(answers.map((answer) => readState(answer).request_id));
  assert.equal(ids.size, 1);
  assert.equal(answers.filter(({ statusCode }) => statusCode === 201).length, 1);
  assert.equal((await rig.store.codesSent('+12015550145', 0)).length, 1);
});

test('a client may ask five times a minute, and is told when it may again', async (t) => {
  const rig = await openHttpSetup(t);
  for (let number = 0; number < 5; number += 1) {
    await newCallback(rig, { name: 'Ann', phone: `201 555 014${number}` });
  }
  await rig.clock.advance(20_000);
  const refused = await ask(rig, { payload: { name: 'Ann', phone: '201 555 0149' } });
  assert.equal(assertProblem(refused, 'too-many-requests', 429).retry_after, 40);
  assert.equal(refused.headers['retry-after'], '40');
  await rig.clock.advance(40_000);
  await newCallback(rig, { name: 'Ann', phone: '201 555 0149' });
});

test('requests that arrive at once do not slip past the limit', async (t) => {
  const rig = await openHttpSetup(t);
  const payloads = Array.from({ length: 12 }, (_, index) => ({
    name: 'Ann',
    phone: `201 555 01${40 + index}`,
  }));
  const answers = await Promise.all(payloads.map((payload) => ask(rig, { payload })));
  assert.equal(answers.filter(({ statusCode }) => statusCode === 201).length, 5);
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 201)) {
    assertProblem(answer, 'too-many-requests', 429);
  }
});

test('a number gets three codes an hour, whoever asks', async (t) => {
  const rig = await openHttpSetup(t);
  for (let times = 0; times < 3; times += 1) await newCallback(rig);
  const refused = assertProblem(await ask(rig), 'too-many-codes', 429);
  assert.equal(refused.retry_after, 3600);
});

test('a proxy that is not trusted cannot hide who asks, a trusted one tells', async (t) => {
  const plain = await openHttpSetup(t);
  const trusting = await openHttpSetup(t, { settings: { trustedProxies: ['loopback'] } });
  const sixth = async (rig: typeof plain) => {
    const answers = [];
    for (let number = 0; number < 6; number += 1) {
      const headers = { 'x-forwarded-for': `198.51.100.1, 203.0.113.${number}` };
      answers.push(await ask(rig, { headers, payload: { name: 'Ann', phone: `201 555 014${number}` } }));
    }
    return answers.at(-1)?.statusCode;
  };
  assert.equal(await sixth(plain), 429);
  assert.equal(await sixth(trusting), 201);
});

test('two addresses of one /64 are one client', async (t) => {
  const rig = await openHttpSetup(t, { settings: { trustedProxies: ['127.0.0.1'] } });
  const from = (address: string, number: number) =>
    ask(rig, {
      headers: { 'x-forwarded-for': address },
      payload: { name: 'Ann', phone: `201 555 014${number}` },
    });
  for (let number = 0; number < 5; number += 1) await from(`2001:db8::${number + 1}`, number);
  assert.equal((await from('2001:db8::ffff:1', 6)).statusCode, 429);
  assert.equal((await from('2001:db8:0:1::1', 6)).statusCode, 201);
});

test('what the visitor agreed to is kept: which text, when, and on which page’s origin', async (t) => {
  const rig = await openHttpSetup(t);
  const headers = { origin: pageOrigin };
  await ask(rig, { headers, payload: { ...ann, consent: 'one-call-1' } });
  const [row] = readRows(rig.path, 'select * from callbacks');
  assert.equal(row?.consent, 'one-call-1');
  assert.equal(row?.consented_at, row?.created_at);
  assert.equal(row?.consent_origin, pageOrigin);
});

test('nobody agrees to a text that does not exist, and whoever names none agreed to none', async (t) => {
  const rig = await openHttpSetup(t);
  const made = await ask(rig, { payload: { ...ann, consent: 'anything' } });
  assert.equal(assertProblem(made, 'invalid-request', 400).errors?.[0]?.field, 'consent');
  await newCallback(rig);
  const [row] = readRows(rig.path, 'select * from callbacks');
  assert.deepEqual([row?.consent, row?.consented_at, row?.consent_origin], [null, null, null]);
});
