import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type CallbackState, callback } from '../../../contract/callback.ts';
import { type EventReader, openEventReader } from '../../../test/support/http/event-reader.ts';
import { type HttpSetup, openHttpSetup, pageOrigin } from '../../../test/support/http/http-setup.ts';
import {
  ann,
  assertProblem,
  codeOf,
  newCallback,
  verify,
} from '../../../test/support/http/visitor-requests.ts';

/** The app on a real socket, and pages that are closed before it. */
async function openRig(t: TestContext) {
  const pages: EventReader[] = [];
  t.after(() => {
    for (const page of pages) page.close();
  });
  const rig = await openHttpSetup(t);
  const base = await rig.app.listen({ host: '127.0.0.1', port: 0 });
  const address = (id: string) => `${base}/api/v1/callbacks/${id}/events`;
  return {
    rig,
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

function cancel(rig: HttpSetup, id: string) {
  return rig.app.inject({ method: 'POST', url: `/api/v1/callbacks/${id}/cancel` });
}

// rule: page-stream
test('a page gets the whole state at once, and again after every change, until the end', async (t) => {
  const { rig, follow } = await openRig(t);
  const { request_id: id, version } = await newCallback(rig);
  const page = await follow(id);
  await page.until(() => page.events.length === 1);
  assert.equal(page.events[0]?.id, String(version));
  await verify(rig, id, codeOf(rig, id));
  await page.until(() => page.events.length === 2);
  await cancel(rig, id);
  await page.ended;
  assert.deepEqual(
    states(page).map(({ status }) => status),
    ['pending', 'verified', 'cancelled'],
  );
});

test('the stream is not kept, not buffered by proxies, and readable by an allowed page', async (t) => {
  const { rig, follow } = await openRig(t);
  const { request_id: id } = await newCallback(rig);
  const { status, headers } = await follow(id, { origin: pageOrigin });
  assert.equal(status, 200);
  assert.match(String(headers['content-type']), /^text\/event-stream/);
  assert.equal(headers['cache-control'], 'no-store, no-transform');
  assert.equal(headers['x-accel-buffering'], 'no');
  assert.equal(headers['access-control-allow-origin'], pageOrigin);
  assert.equal(headers['x-content-type-options'], 'nosniff');
});

// rule: page-stream
test('a page that comes back gets nothing twice, and what it missed', async (t) => {
  const { rig, follow } = await openRig(t);
  const { request_id: id } = await newCallback(rig);
  const first = await follow(id);
  await first.until(() => first.events.length === 1);
  const seen = first.events[0]?.id ?? '';
  first.close();
  const same = await follow(id, { 'last-event-id': seen });
  await rig.clock.advance(15_000);
  await same.until(() => same.comments.length > 0);
  assert.deepEqual(same.events, []);
  same.close();
  await verify(rig, id, codeOf(rig, id));
  const later = await follow(id, { 'last-event-id': seen });
  await later.until(() => later.events.length === 1);
  assert.equal(states(later)[0]?.status, 'verified');
});

test('a page that has seen the end is told to stay away', async (t) => {
  const { rig, follow } = await openRig(t);
  const { request_id: id } = await newCallback(rig);
  await cancel(rig, id);
  const page = await follow(id);
  await page.ended;
  const seen = page.events[0]?.id ?? '';
  assert.equal((await follow(id, { 'last-event-id': seen })).status, 204);
});

// rule: page-stream
test('a heartbeat comes every 15 seconds', async (t) => {
  const { rig, follow } = await openRig(t);
  const { request_id: id } = await newCallback(rig);
  const page = await follow(id);
  await page.until(() => page.events.length === 1);
  await rig.clock.advance(14_999);
  assert.equal(page.comments.length, 0);
  await rig.clock.advance(1);
  await page.until(() => page.comments.length === 1);
  await rig.clock.advance(30_000);
  await page.until(() => page.comments.length === 3);
});

test('places in the wait for a line are sent as they change', async (t) => {
  const { rig, follow } = await openRig(t);
  const prove = async (phone: string) => {
    const { request_id: id } = await newCallback(rig, { ...ann, phone });
    await rig.clock.advance(1_000);
    await verify(rig, id, codeOf(rig, id));
    return id;
  };
  const ahead = await prove('201 555 0141');
  const behind = await prove('201 555 0142');
  const page = await follow(behind);
  await page.until(() => page.events.length === 1);
  await cancel(rig, ahead);
  await rig.clock.advance(5_000);
  await page.until(() => page.events.length === 2);
  assert.deepEqual(
    states(page).map(({ queue }) => queue?.position),
    [2, 1],
  );
  assert.equal(new Set(page.events.map(({ id }) => id)).size, 2);
});

test('a request has four streams, and one that is closed makes room', async (t) => {
  const { rig, follow, address } = await openRig(t);
  const { request_id: id } = await newCallback(rig);
  const pages = await Promise.all([follow(id), follow(id), follow(id), follow(id)]);
  const refused = await rig.app.inject(new URL(address(id)).pathname);
  assert.equal(assertProblem(refused, 'too-many-streams', 429).retry_after, 15);
  pages[0]?.close();
  let fifth = await follow(id);
  while (fifth.status === 429) fifth = await follow(id);
  assert.equal(fifth.status, 200);
});

test('an unknown request has no stream', async (t) => {
  const { rig, address } = await openRig(t);
  for (const id of ['AAAAAAAAAAAAAAAAAAAAAA', 'short']) {
    assertProblem(await rig.app.inject(new URL(address(id)).pathname), 'not-found', 404);
  }
  const head = await rig.app.inject({
    method: 'HEAD',
    url: '/api/v1/callbacks/AAAAAAAAAAAAAAAAAAAAAA/events',
  });
  assert.equal(head.statusCode, 405);
});

test('shutting down ends the streams', async (t) => {
  const { rig, follow } = await openRig(t);
  const { request_id: id } = await newCallback(rig);
  const page = await follow(id);
  await page.until(() => page.events.length === 1);
  await rig.app.close();
  await page.ended;
});
