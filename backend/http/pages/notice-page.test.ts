import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { readRows } from '../../../test/support/engine/read-rows.ts';
import {
  type HttpSetup,
  type HttpSetupOptions,
  openHttpSetup,
} from '../../../test/support/http/http-setup.ts';
import { codeOf, newCallback, verify } from '../../../test/support/http/visitor-requests.ts';
import { sameEachDay } from '../../domain/site/business-hours.ts';
import { saveCallbackEvent } from '../../usecases/commit/save-event.ts';
import { noticeLink } from '../../usecases/notice-link.ts';

const minute = 60_000;
const day = 86_400_000;

type Linked = { setup: HttpSetup; id: string; path: string };

/** A missed callback, and the path of the link in its notice. */
async function openMissed(
  t: TestContext,
  options: HttpSetupOptions & { name?: string } = {},
): Promise<Linked> {
  const setup = await openHttpSetup(t, options);
  const { name = 'Ann' } = options;
  const { request_id: id } = await newCallback(setup, {
    name,
    phone: '201-555-0145',
    subject: `<i>${name}</i>`,
  });
  await miss({ setup, id });
  return { setup, id, path: await pathOf({ setup, id }) };
}

async function miss({ setup, id }: Pick<Linked, 'setup' | 'id'>): Promise<void> {
  await verify(setup, id, codeOf(setup, id));
  await endWaiting({ setup, id });
  assert.equal((await setup.store.load(id))?.callback.status, 'failed');
}

/** Does nothing to a callback that ended already, because the business is closed. */
async function endWaiting({ setup, id }: Pick<Linked, 'setup' | 'id'>): Promise<void> {
  await setup.clock.advance(minute);
  await saveCallbackEvent(setup.deps, id, { kind: 'wait-exceeded', at: setup.clock.now() });
}

async function pathOf({ setup, id }: Pick<Linked, 'setup' | 'id'>): Promise<string> {
  const record = await setup.store.load(id);
  assert.ok(record !== undefined);
  const { publicBaseUrl } = setup.deps.settings;
  return new URL(noticeLink({ secrets: setup.secrets, publicBaseUrl }, record.callback)).pathname;
}

function tap({ setup, path }: Pick<Linked, 'setup' | 'path'>, action: string) {
  return setup.app.inject({
    method: 'POST',
    url: path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: setup.deps.settings.publicBaseUrl,
    },
    payload: `action=${action}`,
  });
}

async function statusOf({ setup, id }: Pick<Linked, 'setup' | 'id'>) {
  const record = await setup.store.load(id);
  return record?.callback.done === undefined ? record?.callback.status : 'done';
}

test('the link shows the visitor with buttons, and nothing personal is in its address', async (t) => {
  const linked = await openMissed(t);
  const { headers, body } = await linked.setup.app.inject(linked.path);
  for (const part of ['Missed callback', 'href="tel:+12015550145"', 'Call now', 'Mark as done'])
    assert.ok(body.includes(part), part);
  assert.match(linked.path, /^\/r\/[\w-]{60,90}$/);
  assert.ok(!linked.path.includes(linked.id));
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-robots-tag'], 'noindex, nofollow');
  assert.match(String(headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-[^']+'; /);
});

test('Call now calls back once, though two colleagues tap at the same moment', async (t) => {
  const linked = await openMissed(t);
  const taps = await Promise.all([tap(linked, 'call'), tap(linked, 'call')]);
  assert.deepEqual(
    taps.map(({ statusCode, headers }) => [statusCode, headers.location]),
    [
      [303, linked.path],
      [303, linked.path],
    ],
  );
  assert.equal(await statusOf(linked), 'verified');
  const asked = readRows(linked.setup.path, "select actor from audit_log where event_type = 'retry-asked'");
  assert.deepEqual(asked, [{ actor: 'notice link' }]);
  await linked.setup.clock.advance(2 * minute);
  const { body } = await linked.setup.app.inject(linked.path);
  assert.ok(body.includes('The call was started 2 minutes ago.'), body);
  assert.ok(!body.includes('+12015550145') && !body.includes('<button'), 'a used link shows no details');
});

test('Done takes the callback off the list, and the used link says when', async (t) => {
  const linked = await openMissed(t);
  assert.equal((await tap(linked, 'done')).statusCode, 303);
  assert.equal(await statusOf(linked), 'done');
  await tap(linked, 'call');
  assert.equal(await statusOf(linked), 'done');
  assert.match((await linked.setup.app.inject(linked.path)).body, /Marked as done now\./);
});

const scanners: [name: string, request: InjectOptions][] = [
  ['GET', { method: 'GET' }],
  ['HEAD', { method: 'HEAD' }],
  ['OPTIONS', { method: 'OPTIONS' }],
  [
    'a preflight',
    {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST', origin: 'https://calls.example.com' },
    },
  ],
  ['a link preview of Slack', { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0' } }],
  ['a link preview of Telegram', { headers: { 'user-agent': 'TelegramBot (like TwitterBot)' } }],
  ['a link preview of WhatsApp', { headers: { 'user-agent': 'WhatsApp/2.23' } }],
  ['a link preview of Discord', { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Discordbot/2.0)' } }],
  ['a link preview of Teams', { headers: { 'user-agent': 'SkypeUriPreview' } }],
  ['Safe Links', { headers: { 'user-agent': 'Mozilla/5.0', 'x-ms-exchange': 'scan' } }],
  ['a prefetch', { headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' } }],
  ['a range request', { headers: { range: 'bytes=0-1023' } }],
  ['an action in the query', { query: { action: 'call' } }],
  [
    'a method override',
    { query: { _method: 'POST', action: 'done' }, headers: { 'x-http-method-override': 'POST' } },
  ],
  ['a POST without a body', { method: 'POST' }],
  ['a POST with another body', { method: 'POST', payload: { url: 'https://calls.example.com' } }],
  ['a POST with an unknown action', { method: 'POST', payload: { action: 'delete' } }],
  [
    'a POST of another site',
    { method: 'POST', payload: { action: 'call' }, headers: { origin: 'https://evil.example' } },
  ],
  [
    'a POST of a sandboxed frame',
    { method: 'POST', payload: { action: 'call' }, headers: { origin: 'null' } },
  ],
  ['PUT', { method: 'PUT', payload: { action: 'call' } }],
  ['DELETE', { method: 'DELETE' }],
  ['PROPFIND', { method: 'PROPFIND' as never }],
];

test('no request of a scanner or a preview acts', async (t) => {
  const linked = await openMissed(t);
  for (const [name, request] of scanners) {
    const { statusCode } = await linked.setup.app.inject({ url: linked.path, ...request });
    assert.ok(statusCode < 500, `${name} ${statusCode}`);
    assert.equal(await statusOf(linked), 'failed', name);
  }
  await tap(linked, 'call');
  assert.equal(await statusOf(linked), 'verified', 'the link itself still works');
});

test('a link cannot be guessed, changed, or used for another end of the callback', async (t) => {
  const linked = await openMissed(t);
  const { setup, path } = linked;
  const token = path.slice(3);
  const changed = [
    `${token}A`,
    token.slice(0, -1),
    token.slice(1),
    `A${token.slice(1)}`,
    linked.id,
    'x'.repeat(90),
    '',
  ];
  for (const wrong of changed) {
    const answer = await setup.app.inject(`/r/${wrong}`);
    assert.equal(answer.statusCode, 404, wrong);
    assert.equal((await tap({ setup, path: `/r/${wrong}` }, 'call')).statusCode < 500, true, wrong);
    assert.equal(await statusOf(linked), 'failed', wrong);
  }
});

test('after a retry that failed too, only the link of the new notice acts', async (t) => {
  const linked = await openMissed(t);
  await tap(linked, 'call');
  await endWaiting(linked);
  assert.match((await linked.setup.app.inject(linked.path)).body, /It was tried again and did not work/);
  await tap(linked, 'done');
  assert.equal(await statusOf(linked), 'failed');
  await tap({ ...linked, path: await pathOf(linked) }, 'done');
  assert.equal(await statusOf(linked), 'done');
});

test('a link of a week ago has expired and shows nothing', async (t) => {
  const linked = await openMissed(t);
  await linked.setup.clock.advance(7 * day + minute);
  const { statusCode, body } = await linked.setup.app.inject(linked.path);
  assert.equal(statusCode, 410);
  assert.ok(!body.includes('0145'));
  await tap(linked, 'call');
  assert.equal(await statusOf(linked), 'failed');
});

test('a refused call says why and leaves the buttons', async (t) => {
  const hours = sameEachDay({ start: 0, end: 1, zone: 'UTC', weekdaysOnly: false });
  const linked = await openMissed(t, { site: { hours } });
  const { statusCode, body } = await tap(linked, 'call');
  assert.equal(statusCode, 409);
  assert.match(body, /role="alert">Your business is closed by its opening hours/);
  assert.match(body, /Call now/);
});

test("the visitor's words are text on the page", async (t) => {
  const linked = await openMissed(t, { name: '<script>alert(1)</script>"\' &amp;' });
  const { body } = await linked.setup.app.inject(linked.path);
  assert.ok(!/<script|<i>/.test(body));
  assert.ok(body.includes('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; &amp;amp;'), body);
});
