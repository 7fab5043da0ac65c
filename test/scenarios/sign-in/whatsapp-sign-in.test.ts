import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import { createApp } from '../../../backend/http/app.ts';
import { readRows } from '../../support/engine/read-rows.ts';
import { pageOrigin } from '../../support/http/http-setup.ts';
import { makePageSecret } from '../../support/http/sign-in-setup.ts';
import {
  ann,
  ask,
  assertProblem,
  assertWithheld,
  readState,
  verify,
} from '../../support/http/visitor-requests.ts';
import {
  beginOnPage,
  confirm,
  digitsIn,
  openWhatsappSetup,
  signInFrom,
  whatsappNumber,
  writeFrom,
} from '../../support/http/whatsapp-setup.ts';

const adas = '+12015550145';

test('the page shows the message and its recipient as text, link and QR code', async (t) => {
  const setup = await openWhatsappSetup(t);
  const { started } = await beginOnPage(setup);
  assert.match(started.code, /^[B-Z2-9]{4}-[B-Z2-9]{4}$/);
  assert.equal(started.message, `Sign in to Riverside Bakery: ${started.code}`);
  const link = new URL(started.link);
  assert.equal(link.origin + link.pathname, `https://wa.me/${whatsappNumber.slice(1)}`);
  assert.equal(link.searchParams.get('text'), started.message);
  assert.doesNotMatch(started.link, /\+/);
  assert.match(started.qr.path, /^(?:M\d+ \d+h1v1h-1z)+$/);
});

test('sending the code and entering the answer signs in and proves the number', async (t) => {
  const setup = await openWhatsappSetup(t);
  const page = await beginOnPage(setup);
  const state = async () => (await setup.app.inject(`/oauth/whatsapp/${page.started.id}`)).json().state;
  assert.equal(await state(), 'waiting');
  const reply = await writeFrom(setup, adas, page.started.message, { name: 'Ada Palmer' });
  assert.match(reply, new RegExp(`sign in on ${new URL(pageOrigin).host}`));
  assert.equal(await state(), 'code-sent-back');
  const answer = await confirm(setup, page, digitsIn(reply));
  assert.deepEqual(answer.json().profile, {
    provider: 'whatsapp',
    name: 'Ada Palmer',
    email: null,
    phone: adas,
  });
});

test('a number that was proven by a sign-in needs no code and is called at once', async (t) => {
  const setup = await openWhatsappSetup(t, { site: { requireSignIn: true } });
  const { access_token } = await signInFrom(setup, adas);
  const answer = await ask(setup, { headers: { authorization: `Bearer ${access_token}` } });
  assert.equal(answer.statusCode, 201, answer.body);
  const { status, request_id, code } = readState(answer);
  assert.deepEqual([status, code], ['verified', null]);
  const rows = (table: string) =>
    readRows(setup.path, `select * from ${table} where request_id = ?`, request_id);
  assert.deepEqual(rows('messages'), []);
  assert.deepEqual(
    rows('effects')
      .map(({ kind }) => kind)
      .sort(),
    ['give-up-waiting', 'last-resort', 'place-call'],
  );
  assert.deepEqual(
    rows('audit_log').map(({ event_type }) => event_type),
    ['callback-requested', 'phone-vouched'],
  );
});

test('any other number still gets a code', async (t) => {
  const setup = await openWhatsappSetup(t);
  const { access_token } = await signInFrom(setup, adas);
  const payload = { ...ann, phone: '+12015550146' };
  const answer = await ask(setup, { payload, headers: { authorization: `Bearer ${access_token}` } });
  assert.equal(readState(answer).status, 'pending');
});

test('numbers proven by a sign-in have the same limits as all others', async (t) => {
  const setup = await openWhatsappSetup(t);
  const { access_token } = await signInFrom(setup, adas);
  const headers = { authorization: `Bearer ${access_token}` };
  for (let count = 0; count < 3; count += 1) {
    const { request_id } = readState(await ask(setup, { headers }));
    await setup.app.inject({ method: 'POST', url: `/api/v1/callbacks/${request_id}/cancel` });
  }
  const refused = await ask(setup, { headers });
  assert.ok([429].includes(refused.statusCode), refused.body);
});

test('a new request during a running callback follows that callback', async (t) => {
  const setup = await openWhatsappSetup(t);
  const { access_token } = await signInFrom(setup, adas);
  const headers = { authorization: `Bearer ${access_token}` };
  const first = readState(await ask(setup, { headers }));
  const second = await ask(setup, { headers });
  assert.equal(second.statusCode, 200);
  assert.equal(readState(second).request_id, first.request_id);
  const [count] = readRows(setup.path, 'select count(*) as n from callbacks');
  assert.equal(count?.n, 1);
});

test('after a sign-in with the number no code was sent, so a guessed code fails', async (t) => {
  const setup = await openWhatsappSetup(t);
  const { access_token } = await signInFrom(setup, adas);
  const { request_id } = readState(
    await ask(setup, { headers: { authorization: `Bearer ${access_token}` } }),
  );
  const guess = setup.secrets.codeFor(request_id, 1);
  assertProblem(await verify(setup, request_id, guess), 'request-ended', 409);
});

test('a code is answered at most three times, each time with the same digits', async (t) => {
  const setup = await openWhatsappSetup(t);
  const { started } = await beginOnPage(setup);
  const answers: string[] = [];
  for (let time = 0; time < 5; time += 1)
    answers.push(digitsIn(await writeFrom(setup, adas, started.message)));
  const [digits = ''] = answers;
  assert.match(digits, /^\d{3} \d{3}$/);
  assert.deepEqual(answers, [digits, digits, digits, '', '']);
});

test('STOP and START on WhatsApp count as in a text message', async (t) => {
  const setup = await openWhatsappSetup(t);
  const payload = { ...ann, phone: adas };
  assert.equal(await writeFrom(setup, adas, 'Stop'), '');
  await assertWithheld(setup, await ask(setup, { payload }));
  await writeFrom(setup, adas, 'START');
  const { request_id } = readState(await ask(setup, { payload }));
  assert.equal((await setup.store.load(request_id))?.callback.code.withheld, false);
});

test('relay attack: a victim’s message does not sign in without the victim’s answer', async (t) => {
  const setup = await openWhatsappSetup(t);
  const attacker = await beginOnPage(setup);
  const reply = await writeFrom(setup, adas, attacker.started.message);
  assert.match(reply, /do not give it to anyone/);
  assert.match(reply, /Did someone ask you to send that message/);
  const right = digitsIn(reply).replace(' ', '');
  const answers = [];
  for (let guess = 0; guess < 6; guess += 1) {
    const digits = String((Number(right) + 1 + guess) % 1_000_000).padStart(6, '0');
    answers.push((await confirm(setup, attacker, digits)).json());
  }
  assert.deepEqual(
    answers.map(({ code, guesses_left }) => guesses_left ?? code),
    [4, 3, 2, 1, 0, 'code-spent'],
  );
  assertProblem(await confirm(setup, attacker, right), 'code-spent', 410);
  assert.deepEqual(readRows(setup.path, 'select * from visitor_sessions'), []);
});

test('the digits in the chat work only on the page that showed the code', async (t) => {
  const setup = await openWhatsappSetup(t);
  const page = await beginOnPage(setup);
  const digits = digitsIn(await writeFrom(setup, adas, page.started.message));
  const other = await beginOnPage(setup);
  assertProblem(await confirm(setup, other, digits), 'wrong-code', 422);
  assertProblem(await confirm(setup, page, digits, makePageSecret().verifier), 'hand-off-refused', 400);
  assert.equal((await confirm(setup, page, digits)).statusCode, 200);
});

test('before the message arrives, no digits sign in', async (t) => {
  const setup = await openWhatsappSetup(t);
  const page = await beginOnPage(setup);
  const [row] = readRows(setup.path, 'select key from whatsapp_sign_ins');
  const digits = setup.secrets.codeFor(`whatsapp/${row?.key}`, 1);
  assertProblem(await confirm(setup, page, digits), 'wrong-code', 422);
});

test('a sign-in works once, at once or later', async (t) => {
  const setup = await openWhatsappSetup(t);
  const page = await beginOnPage(setup);
  const digits = digitsIn(await writeFrom(setup, adas, page.started.message));
  const answers = await Promise.all([confirm(setup, page, digits), confirm(setup, page, digits)]);
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 400]);
  assertProblem(await confirm(setup, page, digits), 'hand-off-refused', 400);
});

test('the first phone that sends a code keeps it; a repeated webhook changes nothing', async (t) => {
  const setup = await openWhatsappSetup(t);
  const page = await beginOnPage(setup);
  const reply = await writeFrom(setup, adas, page.started.message);
  assert.equal(await writeFrom(setup, '+12015550146', page.started.message), '');
  assert.equal(await writeFrom(setup, adas, page.started.message, { name: 'Eve' }), reply);
  const { profile } = (await confirm(setup, page, digitsIn(reply))).json();
  assert.deepEqual([profile.phone, profile.name], [adas, 'Ada']);
  assert.equal(await writeFrom(setup, adas, page.started.message), '');
});

test('a message without a code is not answered, an unsigned one is rejected', async (t) => {
  const setup = await openWhatsappSetup(t);
  const page = await beginOnPage(setup);
  assert.equal(await writeFrom(setup, adas, 'Hello'), '');
  assert.equal(await writeFrom(setup, adas, 'BCDF-2345'), '');
  assert.equal(await writeFrom(setup, adas, page.started.message, { signature: 'forged' }), '403');
  assert.equal((await setup.app.inject(`/oauth/whatsapp/${page.started.id}`)).json().state, 'waiting');
});

test('a sign-in expires after ten minutes', async (t) => {
  const setup = await openWhatsappSetup(t);
  const late = await beginOnPage(setup);
  const page = await beginOnPage(setup);
  const digits = digitsIn(await writeFrom(setup, adas, page.started.message));
  await setup.clock.advance(10 * 60_000);
  assert.equal(await writeFrom(setup, adas, late.started.message), '');
  assertProblem(await confirm(setup, page, digits), 'hand-off-refused', 400);
  assertProblem(await setup.app.inject(`/oauth/whatsapp/${page.started.id}`), 'not-found', 404);
  await beginOnPage(setup);
  assert.equal(readRows(setup.path, 'select key from whatsapp_sign_ins').length, 1);
});

test('a client has a limit for started sign-ins, and none start without a number', async (t) => {
  const setup = await openWhatsappSetup(t);
  for (let count = 0; count < 5; count += 1) await beginOnPage(setup);
  const payload = { challenge: makePageSecret().challenge };
  const refused = await setup.app.inject({ method: 'POST', url: '/oauth/whatsapp', payload });
  assert.equal(assertProblem(refused, 'too-many-requests', 429).retry_after, 60);
  const without = await openWhatsappSetup(t, { settings: { whatsappNumber: undefined } });
  const answer = await without.app.inject({ method: 'POST', url: '/oauth/whatsapp', payload });
  assertProblem(answer, 'not-found', 404);
});

test('code, answer and id are neither in the database nor in the log', async (t) => {
  const setup = await openWhatsappSetup(t);
  const page = await beginOnPage(setup);
  const digits = digitsIn(await writeFrom(setup, adas, page.started.message));
  const kept = JSON.stringify([readRows(setup.path, 'select * from whatsapp_sign_ins'), setup.log]);
  for (const secret of [page.started.id, page.started.code, digits, digits.replace(' ', '')])
    assert.equal(kept.includes(secret), false, secret);
  assert.equal(JSON.stringify(setup.log).includes(adas), false);
});

test('a sign-in survives a restart', async (t) => {
  const setup = await openWhatsappSetup(t);
  const page = await beginOnPage(setup);
  await setup.store.close();
  const restarted = async () => {
    const database = await openDatabase({ ...setup.database.place, clock: setup.clock });
    const app = createApp({ ...setup.deps, ...database });
    const close = async () => {
      await app.close();
      await database.store.close();
    };
    t.after(close);
    return { app, close };
  };
  const second = await restarted();
  const digits = digitsIn(await writeFrom(second, adas, page.started.message));
  await second.close();
  const third = await restarted();
  const { access_token } = (await confirm(third, page, digits)).json();
  await third.close();
  const fourth = await restarted();
  const headers = { authorization: `Bearer ${access_token}` };
  const answer = await fourth.app.inject({ method: 'POST', url: '/api/v1/callbacks', headers, payload: ann });
  assert.equal(answer.json().status, 'verified', answer.body);
});
