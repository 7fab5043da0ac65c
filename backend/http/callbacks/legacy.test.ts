import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHttpSetup, pageOrigin } from '../../../test/support/http/http-setup.ts';
import { ann, assertProblem, readState } from '../../../test/support/http/visitor-requests.ts';

const url = '/request_callback';

test("the first version's address accepts its field names and the current ones", async (t) => {
  const setup = await openHttpSetup(t);
  const payload = { visitor_name: 'Ann', visitor_email: 'ann@example.com', visitor_phone: ann.phone };
  const old = await setup.app.inject({ method: 'POST', url, payload });
  assert.equal(old.statusCode, 201);
  const record = await setup.store.load(readState(old).request_id);
  assert.equal(record?.callback.visitor.email, 'ann@example.com');
  assert.equal((await setup.app.inject({ method: 'POST', url, payload: ann })).statusCode, 201);
});

test('that address accepts a plain form post from an allowed page', async (t) => {
  const setup = await openHttpSetup(t);
  const post = (origin: string) =>
    setup.app.inject({
      method: 'POST',
      url,
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'visitor_name=Ann+Example&visitor_phone=201-555-0145&email=',
    });
  assert.equal((await post(pageOrigin)).statusCode, 201);
  assertProblem(await post('https://evil.example'), 'origin-not-allowed', 403);
});

test('other addresses refuse a form post as an unsupported media type', async (t) => {
  const setup = await openHttpSetup(t);
  const answer = await setup.app.inject({
    method: 'POST',
    url: '/api/v1/callbacks',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'name=Ann&phone=2015550145',
  });
  assertProblem(answer, 'unsupported-media-type', 415);
});

test('that address refuses a body that is not an object', async (t) => {
  const setup = await openHttpSetup(t);
  for (const payload of ['[]', 'null', '"text"', '7']) {
    const headers = { 'content-type': 'application/json' };
    assertProblem(await setup.app.inject({ method: 'POST', url, headers, payload }), 'invalid-request', 400);
  }
});
