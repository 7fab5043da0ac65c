import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HttpRig, openHttpRig } from '../../support/http/http-setup.ts';
import { ann, newCallback } from '../../support/http/visitor-requests.ts';

const adminToken = 'k3Jv0cR9xQ2mZ7tB5nW8yL1dF6hP4sGa';

/** Every address that takes a body, right but for the body itself. */
async function takers(rig: HttpRig): Promise<string[]> {
  const { paths } = (await rig.app.inject('/api/v1/openapi.json')).json();
  const { request_id } = await newCallback(rig);
  const taking = Object.entries<{ post?: { requestBody?: unknown } }>(paths).filter(
    ([, { post }]) => post?.requestBody,
  );
  return taking.map(([path]) => path.replace('{id}', request_id));
}

function send(rig: HttpRig, url: string, payload: string) {
  return rig.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
    payload,
  });
}

function open(t: Parameters<typeof openHttpRig>[0]) {
  return openHttpRig(t, { settings: { adminToken } });
}

test('keys that would change every object are refused wherever a body is taken', async (t) => {
  const rig = await open(t);
  const urls = await takers(rig);
  assert.ok(urls.length >= 6, urls.join());
  const poison = [
    '{"__proto__":{"polluted":"yes"},"name":"Ann","phone":"+12015550145"}',
    '{"name":"Ann","phone":"+12015550145","deep":{"__proto__":{"polluted":"yes"}}}',
    '{"constructor":{"prototype":{"polluted":"yes"}},"name":"Ann","phone":"+12015550145"}',
    '{"\\u005f_proto__":{"polluted":"yes"},"name":"Ann","phone":"+12015550145"}',
  ];
  for (const url of urls)
    for (const payload of poison)
      assert.equal((await send(rig, url, payload)).json().code, 'invalid-json', url);
  assert.equal('polluted' in {}, false);
});

test('bodies that are too large are turned away, and deep ones cost nothing', async (t) => {
  const rig = await open(t);
  const deep = `{"name":"${ann.name}","phone":"${ann.phone}","code":${'['.repeat(7_900)}${']'.repeat(7_900)}}`;
  for (const url of await takers(rig)) {
    assert.equal((await send(rig, url, JSON.stringify({ more: 'x'.repeat(17_000) }))).statusCode, 413, url);
    const begun = performance.now();
    const { statusCode } = await send(rig, url, deep);
    assert.ok(statusCode < 500, `${url} ${statusCode}`);
    assert.ok(performance.now() - begun < 1_000, url);
  }
});
