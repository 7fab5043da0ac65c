import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HttpSetup, openHttpSetup } from '../../support/http/http-setup.ts';
import { ann, newCallback } from '../../support/http/visitor-requests.ts';

const adminToken = 'k3Jv0cR9xQ2mZ7tB5nW8yL1dF6hP4sGa';

/** Every route that accepts a body, with a valid address and headers. */
async function takers(setup: HttpSetup): Promise<string[]> {
  const { paths } = (await setup.app.inject('/api/v1/openapi.json')).json();
  const { request_id } = await newCallback(setup);
  const taking = Object.entries<{ post?: { requestBody?: unknown } }>(paths).filter(
    ([, { post }]) => post?.requestBody,
  );
  return taking.map(([path]) => path.replace('{id}', request_id));
}

function send(setup: HttpSetup, url: string, payload: string) {
  return setup.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
    payload,
  });
}

function open(t: Parameters<typeof openHttpSetup>[0]) {
  return openHttpSetup(t, { settings: { adminToken } });
}

test('keys such as __proto__ are rejected on every route that accepts a body', async (t) => {
  const setup = await open(t);
  const urls = await takers(setup);
  assert.ok(urls.length >= 6, urls.join());
  const poison = [
    '{"__proto__":{"polluted":"yes"},"name":"Ann","phone":"+12015550145"}',
    '{"name":"Ann","phone":"+12015550145","deep":{"__proto__":{"polluted":"yes"}}}',
    '{"constructor":{"prototype":{"polluted":"yes"}},"name":"Ann","phone":"+12015550145"}',
    '{"\\u005f_proto__":{"polluted":"yes"},"name":"Ann","phone":"+12015550145"}',
  ];
  for (const url of urls)
    for (const payload of poison)
      assert.equal((await send(setup, url, payload)).json().code, 'invalid-json', url);
  assert.equal('polluted' in {}, false);
});

test('too large bodies are rejected, and deeply nested bodies cost no time', async (t) => {
  const setup = await open(t);
  const deep = `{"name":"${ann.name}","phone":"${ann.phone}","code":${'['.repeat(7_900)}${']'.repeat(7_900)}}`;
  for (const url of await takers(setup)) {
    // A job over many callbacks names each of them.
    const size = url.endsWith('/bulk') ? 600_000 : 17_000;
    // The first request of a route may start what later ones share, such as the thread that reads.
    await send(setup, url, '{}');
    assert.equal((await send(setup, url, JSON.stringify({ more: 'x'.repeat(size) }))).statusCode, 413, url);
    const begun = process.cpuUsage();
    const { statusCode } = await send(setup, url, deep);
    assert.ok(statusCode < 500, `${url} ${statusCode}`);
    const { user, system } = process.cpuUsage(begun);
    assert.ok(user + system < 1_000_000, url);
  }
});
