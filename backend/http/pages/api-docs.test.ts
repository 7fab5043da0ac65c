import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';

test('the API is described as OpenAPI 3.1 from the schemas of its routes', async (t) => {
  const setup = await openHttpSetup(t);
  const answer = await setup.app.inject('/api/v1/openapi.json');
  const description = answer.json();
  assert.match(description.openapi, /^3\.1\./);
  assert.deepEqual(Object.keys(description.paths).sort(), [
    '/api/v1/admin/audit/search',
    '/api/v1/admin/bulk/{job}',
    '/api/v1/admin/bulk/{job}/pause',
    '/api/v1/admin/bulk/{job}/resume',
    '/api/v1/admin/bulk/{job}/stop',
    '/api/v1/admin/callbacks/bulk',
    '/api/v1/admin/callbacks/export',
    '/api/v1/admin/callbacks/search',
    '/api/v1/admin/callbacks/{id}',
    '/api/v1/admin/callbacks/{id}/cancel',
    '/api/v1/admin/callbacks/{id}/done',
    '/api/v1/admin/callbacks/{id}/notes',
    '/api/v1/admin/callbacks/{id}/retry',
    '/api/v1/admin/callbacks/{id}/webhooks/{delivery}/redeliver',
    '/api/v1/admin/closed',
    '/api/v1/admin/doctor',
    '/api/v1/admin/events',
    '/api/v1/admin/notices',
    '/api/v1/admin/notices/test',
    '/api/v1/admin/privacy/erase',
    '/api/v1/admin/privacy/export',
    '/api/v1/admin/session',
    '/api/v1/admin/sessions',
    '/api/v1/admin/stats',
    '/api/v1/admin/system',
    '/api/v1/admin/tokens',
    '/api/v1/admin/tokens/{id}',
    '/api/v1/admin/tokens/{id}/totp',
    '/api/v1/admin/totp',
    '/api/v1/admin/totp/begin',
    '/api/v1/admin/totp/confirm',
    '/api/v1/admin/webhooks/test',
    '/api/v1/callbacks',
    '/api/v1/callbacks/{id}',
    '/api/v1/callbacks/{id}/cancel',
    '/api/v1/callbacks/{id}/code',
    '/api/v1/callbacks/{id}/events',
    '/api/v1/callbacks/{id}/verify',
    '/api/v1/captcha',
    '/api/v1/problems/{code}',
    '/api/v1/site',
    '/health',
    '/health/ready',
    '/health/stream',
    '/oauth/callback/{provider}',
    '/oauth/login/{provider}',
    '/oauth/logout',
    '/oauth/token',
    '/oauth/whatsapp',
    '/oauth/whatsapp/confirm',
    '/oauth/whatsapp/{id}',
    '/request_callback',
  ]);
  const { CallbackRequest, Callback, Problem } = description.components.schemas;
  assert.deepEqual(CallbackRequest.required, ['name', 'phone']);
  assert.equal(CallbackRequest.properties.subject.maxLength, 140);
  assert.ok(Callback.properties.request_id);
  assert.ok(Problem.properties.code.enum.includes('wrong-code'));
});

test('every reference in the description resolves', async (t) => {
  const setup = await openHttpSetup(t);
  const { body } = await setup.app.inject('/api/v1/openapi.json');
  const names = Object.keys(JSON.parse(body).components.schemas);
  for (const [, name = ''] of body.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
    assert.ok(names.includes(name), name);
  }
});

test("the API's page loads only from this host, under a strict content policy", async (t) => {
  const setup = await openHttpSetup(t);
  const page = await setup.app.inject('/api/v1/docs');
  assert.equal(page.statusCode, 200);
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'; script-src 'self'/);
  const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
  assert.ok(links.length >= 5);
  assert.equal(/<script(?![^>]*\bsrc=)/.test(page.body), false);
  for (const link of links) {
    const { origin, pathname } = new URL(link, 'http://localhost/api/v1/docs');
    assert.equal(origin, 'http://localhost');
    assert.equal((await setup.app.inject(pathname)).statusCode, 200, pathname);
  }
});

test('the type of a problem is the address of its description', async (t) => {
  const setup = await openHttpSetup(t);
  const { type } = (await setup.app.inject('/nowhere')).json();
  const page = await setup.app.inject(type);
  assert.equal(page.statusCode, 200);
  assert.equal(page.json().code, 'not-found');
});
