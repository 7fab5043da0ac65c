import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type CallbackState, callback } from '../../../contract/callback.ts';
import { type EventReader, openEventReader } from '../../../test/support/http/event-reader.ts';
import {
  type HttpSetup,
  type HttpSetupOptions,
  openHttpSetup,
  pageOrigin,
} from '../../../test/support/http/http-setup.ts';
import {
  ann,
  assertProblem,
  codeOf,
  newCallback,
  verify,
} from '../../../test/support/http/visitor-requests.ts';

/** Opens the app on a real socket, and closes its pages before it. */
async function openPages(t: TestContext, options: HttpSetupOptions = {}) {
  const pages: EventReader[] = [];
  t.after(() => {
    for (const page of pages) page.close();
  });
  const setup = await openHttpSetup(t, options);
  const base = await setup.app.listen({ host: '127.0.0.1', port: 0 });
  const address = (id: string) => `${base}/api/v1/callbacks/${id}/events`;
  return {
    setup,
    address,
    async follow(id: string, headers: Record<string, string> = {}) {
      const page = await openEventReader(address(id), headers);
      pages.push(page);
      return page;
    },
  };
}

function states(page: EventReader): CallbackState[] {
  return page.events.map(({ name, data }) => {
    assert.equal(name, 'state');
    return callback.strict().parse(JSON.parse(data));
  });
}

function cancel(setup: HttpSetup, id: string) {
  return setup.app.inject({ method: 'POST', url: `/api/v1/callbacks/${id}/cancel` });
}

// rule: page-stream
test('a page gets the whole state at once and after every change until the end', async (t) => {
  const { setup, follow } = await openPages(t);
  const { request_id: id, version } = await newCallback(setup);
  const page = await follow(id);
  await page.until(() => page.events.length === 1);
  assert.equal(page.events[0]?.id, String(version));
  await verify(setup, id, codeOf(setup, id));
  await page.until(() => page.events.length === 2);
  await cancel(setup, id);
  await page.ended;
  assert.deepEqual(
    states(page).map(({ status }) => status),
    ['pending', 'verified', 'cancelled'],
  );
});

test('the stream is not cached or buffered, and an allowed page can read it', async (t) => {
  const { setup, follow } = await openPages(t);
  const { request_id: id } = await newCallback(setup);
  const { status, headers } = await follow(id, { origin: pageOrigin });
  assert.equal(status, 200);
  assert.match(String(headers['content-type']), /^text\/event-stream/);
  assert.equal(headers['cache-control'], 'no-store, no-transform');
  assert.equal(headers['x-accel-buffering'], 'no');
  assert.equal(headers['access-control-allow-origin'], pageOrigin);
  assert.equal(headers['x-content-type-options'], 'nosniff');
});

// rule: page-stream
test('a page that reconnects gets only the changes that it missed', async (t) => {
  const { setup, follow } = await openPages(t);
  const { request_id: id } = await newCallback(setup);
  const first = await follow(id);
  await first.until(() => first.events.length === 1);
  const seen = first.events[0]?.id ?? '';
  first.close();
  const same = await follow(id, { 'last-event-id': seen });
  await setup.clock.advance(15_000);
  await same.until(() => same.comments.length > 0);
  assert.deepEqual(same.events, []);
  same.close();
  await verify(setup, id, codeOf(setup, id));
  const later = await follow(id, { 'last-event-id': seen });
  await later.until(() => later.events.length === 1);
  assert.equal(states(later)[0]?.status, 'verified');
});

test('a page that has the last event gets 204 and stops reconnecting', async (t) => {
  const { setup, follow } = await openPages(t);
  const { request_id: id } = await newCallback(setup);
  await cancel(setup, id);
  const page = await follow(id);
  await page.ended;
  const seen = page.events[0]?.id ?? '';
  assert.equal((await follow(id, { 'last-event-id': seen })).status, 204);
});

// rule: page-stream
test('a heartbeat is sent every 15 seconds', async (t) => {
  const { setup, follow } = await openPages(t);
  const { request_id: id } = await newCallback(setup);
  const page = await follow(id);
  await page.until(() => page.events.length === 1);
  await setup.clock.advance(14_999);
  assert.equal(page.comments.length, 0);
  await setup.clock.advance(1);
  await page.until(() => page.comments.length === 1);
  await setup.clock.advance(30_000);
  await page.until(() => page.comments.length === 3);
});

test('a new position in the queue for a line is sent', async (t) => {
  const { setup, follow } = await openPages(t);
  const prove = async (phone: string) => {
    const { request_id: id } = await newCallback(setup, { ...ann, phone });
    await setup.clock.advance(1_000);
    await verify(setup, id, codeOf(setup, id));
    return id;
  };
  const ahead = await prove('201 555 0141');
  const behind = await prove('201 555 0142');
  const page = await follow(behind);
  await page.until(() => page.events.length === 1);
  await cancel(setup, ahead);
  await setup.clock.advance(5_000);
  await page.until(() => page.events.length === 2);
  assert.deepEqual(
    states(page).map(({ queue }) => queue?.position),
    [2, 1],
  );
  assert.equal(new Set(page.events.map(({ id }) => id)).size, 2);
});

test('a callback has four streams, and a closed stream makes room', async (t) => {
  const { setup, follow, address } = await openPages(t);
  const { request_id: id } = await newCallback(setup);
  const pages = await Promise.all([follow(id), follow(id), follow(id), follow(id)]);
  const refused = await setup.app.inject(new URL(address(id)).pathname);
  assert.equal(assertProblem(refused, 'too-many-streams', 429).retry_after, 15);
  pages[0]?.close();
  let fifth = await follow(id);
  while (fifth.status === 429) fifth = await follow(id);
  assert.equal(fifth.status, 200);
});

test('an unknown callback has no stream', async (t) => {
  const { setup, address } = await openPages(t);
  for (const id of ['AAAAAAAAAAAAAAAAAAAAAA', 'short']) {
    assertProblem(await setup.app.inject(new URL(address(id)).pathname), 'not-found', 404);
  }
  const head = await setup.app.inject({
    method: 'HEAD',
    url: '/api/v1/callbacks/AAAAAAAAAAAAAAAAAAAAAA/events',
  });
  assert.equal(head.statusCode, 405);
});

test('closing the server ends the streams', async (t) => {
  const { setup, follow } = await openPages(t);
  const { request_id: id } = await newCallback(setup);
  const page = await follow(id);
  await page.until(() => page.events.length === 1);
  await setup.app.close();
  await page.ended;
});

test('a stopping server ends all streams, new ones at once, so that pages reconnect', async (t) => {
  const stopping = new AbortController();
  const { setup, follow } = await openPages(t, { deps: { stopping: stopping.signal } });
  const { request_id: id } = await newCallback(setup);
  const page = await follow(id);
  await page.until(() => page.events.length === 1);
  stopping.abort();
  await page.ended;
  const late = await follow(id);
  assert.equal(late.status, 200, 'an EventSource gives up after any other status');
  await late.ended;
});
