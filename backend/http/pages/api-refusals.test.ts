import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { InjectOptions } from 'fastify';
import type { HttpSetup, HttpSetupOptions } from '../../../test/support/http/http-setup.ts';
import { adminToken, operate } from '../../../test/support/http/operator-requests.ts';
import { addSecondFactor, shownCode, signInWith } from '../../../test/support/http/second-factor.ts';
import { testClient } from '../../../test/support/http/sign-in-setup.ts';
import {
  collectRefusals,
  describedOperations,
  failingPorts,
  type Operation,
  send,
} from '../../../test/support/http/status-walk.ts';
import { ann, codeOf, newCallback, verify } from '../../../test/support/http/visitor-requests.ts';
import {
  beginOnPage,
  confirm,
  digitsIn,
  openWhatsappSetup,
  writeFrom,
} from '../../../test/support/http/whatsapp-setup.ts';
import { createCodeFlow } from '../../adapters/oauth/code-flow.ts';
import { google } from '../../adapters/oauth/google.ts';
import { saveCallbackEvent } from '../../usecases/commit/save-event.ts';

type Heard = Map<string, Set<string>>;

const publicBaseUrl = 'https://calls.example.com';
const minute = 60_000;

function openWalk(t: TestContext, heard: Heard, options: HttpSetupOptions = {}): Promise<HttpSetup> {
  const flow = createCodeFlow({ provider: google, client: testClient, publicBaseUrl });
  return openWhatsappSetup(t, {
    ...options,
    settings: { adminToken, ...options.settings },
    deps: { providers: new Map([[flow.id, flow]]), ...options.deps },
    weakness: { ...options.weakness, app: (app) => collectRefusals(app, heard) },
  });
}

/** What any operation of a kind refuses before its handler runs. */
async function walkHooks(setup: HttpSetup, operations: readonly Operation[]): Promise<void> {
  for (const operation of operations) {
    const { path } = operation;
    await send(setup, operation, { headers: { Host: ['a.example', 'b.example'] } });
    const overlong = { ...operation, path: path.replace(/\{\w+\}/g, 'A'.repeat(61)) };
    if (path.includes('{')) await send(setup, overlong);
    if (path.startsWith('/api/v1/admin')) await send(setup, operation, { headers: { authorization: '' } });
    if (operation.method === 'GET') continue;
    await send(setup, operation, { headers: { origin: 'https://elsewhere.example' } });
    await send(setup, operation, { payload: '<a/>', headers: { 'content-type': 'text/xml' } });
    // Only jobs on many callbacks take more than 16 KB.
    const payload = `{"name":"${'x'.repeat(path.endsWith('/bulk') ? 530_000 : 17_000)}"}`;
    await send(setup, operation, { payload, headers: { 'content-type': 'application/json' } });
  }
}

/** A client that sent too many wrong tokens, and a server without operators. */
async function walkGate(setup: HttpSetup, off: HttpSetup, operations: readonly Operation[]): Promise<void> {
  const remoteAddress = '203.0.113.50';
  const wrong = { remoteAddress, headers: { authorization: `Bearer ${'k'.repeat(32)}` } };
  for (let guess = 0; guess < 5; guess += 1)
    await setup.app.inject({ url: '/api/v1/admin/session', ...wrong });
  for (const operation of operations) {
    if (operation.path !== '/health/stream') await send(off, operation);
    if (operation.path.startsWith('/api/v1/admin')) await send(setup, operation, { remoteAddress });
  }
}

/** A database that cannot be used, and a fault of the code. */
async function walkFaults(
  t: TestContext,
  heard: Heard,
  { healthy, operations }: { healthy: HttpSetup; operations: readonly Operation[] },
): Promise<void> {
  const unavailable = Object.assign(new Error('no disk'), { code: 'store-unavailable' });
  const begun = await healthy.app.inject(`/oauth/login/google?challenge=${'A'.repeat(43)}`);
  const { searchParams } = new URL(String(begun.headers.location));
  const returned = {
    url: `/oauth/callback/google?state=${searchParams.get('state')}`,
    headers: { cookie: String(begun.headers['set-cookie']) },
  };
  for (const fault of [unavailable, new Error('a mistake')]) {
    const setup = await openWalk(t, heard, { weakness: { deps: (right) => failingPorts(right, fault) } });
    for (const operation of operations) {
      if (operation.path !== '/health/stream') await send(setup, operation);
    }
    await setup.app.inject(returned);
  }
}

/** What single steps of a visitor refuse. */
async function walkVisitor(setup: HttpSetup): Promise<void> {
  const { app, clock } = setup;
  for (const { url, remoteAddress, phone } of [
    { url: '/api/v1/callbacks', remoteAddress: '203.0.113.1', phone: '2015550101' },
    { url: '/request_callback', remoteAddress: '198.51.100.1', phone: '2015550102' },
  ]) {
    const post = (options: InjectOptions) =>
      app.inject({ method: 'POST', url, remoteAddress, payload: { ...ann, phone }, ...options });
    await post({ headers: { authorization: 'Bearer unknown' } });
    await post({ payload: { ...ann, phone: '12' } });
    for (const name of ['Ann', 'Bob'])
      await post({ payload: { name, phone }, headers: { 'idempotency-key': url } });
    for (let sent = 0; sent < 6; sent += 1) await post({});
  }
  const { request_id: id } = await newCallback(setup, ann, '203.0.113.9');
  const step = (name: string, options: InjectOptions = {}) =>
    app.inject({ method: 'POST', url: `/api/v1/callbacks/${id}/${name}`, ...options });
  await verify(setup, id, '000000');
  await step('code');
  await clock.advance(10 * minute);
  await verify(setup, id, codeOf(setup, id));
  // An injected request is sent when it is awaited; those of open streams end with the server.
  const isRefused = ({ statusCode }: { statusCode: number }) => statusCode === 429;
  for (const url of [`/api/v1/callbacks/${id}/events`, '/health/stream'])
    await Promise.any(Array.from({ length: 6 }, () => app.inject(url).then(isRefused)));
  await step('cancel');
  await step('cancel');
  await step('code');
  await verify(setup, id, '000000');
}

/** What single acts of an operator refuse. */
async function walkOperator(t: TestContext, heard: Heard): Promise<void> {
  let found: string[] = [];
  const setup = await openWalk(t, heard, {
    weakness: {
      deps: ({ callbackList, personalData }) => ({
        callbackList: { ...callbackList, ids: async () => found },
        personalData: { ...personalData, erase: async () => ({ ok: false, reason: 'request-under-way' }) },
      }),
    },
  });
  await operate(setup, '/session', { body: { token: 'k'.repeat(32), keep: 'bearer' }, token: '' });
  const { request_id: id } = await newCallback(setup);
  const act = (name: string) => operate(setup, `/callbacks/${id}/${name}`, { method: 'POST' });
  await act('retry');
  await act('done');
  await verify(setup, id, codeOf(setup, id));
  await saveCallbackEvent(setup.deps, id, { kind: 'wait-exceeded', at: setup.clock.now() });
  await act('cancel');
  await setup.app.inject({ method: 'POST', url: `/api/v1/callbacks/${id}/cancel` });
  const bulk = { body: { action: 'done', search: {}, count: 50 } };
  await operate(setup, '/callbacks/bulk', bulk);
  found = Array.from({ length: 100_001 }, () => id);
  await operate(setup, '/callbacks/bulk', bulk);
  await operate(setup, '/notices/test', { body: { channel: 'email' } });
  for (const kind of ['export', 'erase'])
    for (const phone of ['12', ann.phone]) await operate(setup, `/privacy/${kind}`, { body: { phone } });
  await operate(setup, '/totp', { method: 'DELETE', body: { token: adminToken } });
  await operate(setup, '/tokens/admin/totp', { method: 'DELETE', body: {} });
  await operate(setup, '/totp/confirm', { body: { code: '123456' } });
  const { app } = await addSecondFactor(setup);
  await setup.clock.advance(minute);
  const { session } = (await signInWith(setup, shownCode(setup, { app }))).json();
  await operate(setup, '/totp/begin', { method: 'POST', token: session });
}

async function walkSignIn(setup: HttpSetup): Promise<void> {
  const page = await beginOnPage(setup);
  const digits = digitsIn(await writeFrom(setup, '+12015550145', page.started.message));
  const wrong = digits.startsWith('1') ? '200 000' : '100 000';
  for (let guess = 0; guess < 6; guess += 1) await confirm(setup, page, wrong.replace(' ', ''));
  for (let begun = 0; begun < 10; begun += 1) await beginOnPage(setup).catch(() => undefined);
}

test('every refusal that the API description names occurs', async (t) => {
  const heard: Heard = new Map();
  const setup = await openWalk(t, heard);
  const operations = await describedOperations(setup.app);
  await walkHooks(setup, operations);
  const off = await openWalk(t, heard, { settings: { adminToken: undefined, whatsappNumber: undefined } });
  await walkGate(setup, off, operations);
  await walkFaults(t, heard, { healthy: setup, operations });
  await walkVisitor(setup);
  await walkOperator(t, heard);
  await walkSignIn(setup);
  const missing = operations.flatMap(({ name, refusals }) =>
    refusals.filter((status) => !heard.get(name)?.has(status)).map((status) => `${name} ${status}`),
  );
  assert.deepEqual(missing, []);
});
