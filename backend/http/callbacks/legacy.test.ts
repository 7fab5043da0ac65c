import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHttpSetup, pageOrigin } from '../../../test/support/http/http-setup.ts';
import { ann, assertProblem, readState } from '../../../test/support/http/visitor-requests.ts';

const url = '/request_callback';

test("the first version's address takes its field names and today's", async (t) => {
  const rig = await openHttpSetup(t);
  const payload = { visitor_name: 'Ann', visitor_email: 'ann@example.com', visitor_phone: ann.phone };
  const old = await rig.app.inject({ method: 'POST', url, payload });
  assert.equal(old.statusCode, 201);
  const record = await rig.store.load(readState(old).request_id);
  assert.equal(record?.callback.visitor.email, 'ann@example.com');
  assert.equal((await rig.app.inject({ method: 'POST', url, payload: ann })).statusCode, 201);
});

test('a plain form may be posted there, from an allowed page', async (t) => {
  const rig = await openHttpSetup(t);
  const post = (origin: string) =>
    rig.app.inject({
      method: 'POST',
      url,
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'visitor_name=Ann+Example&visitor_phone=201-555-0145&email=',
    });
  assert.equal((await post(pageOrigin)).statusCode, 201);
  assertProblem(await post('https://evil.example'), 'origin-not-allowed', 403);
});

test('elsewhere a form post is of the wrong type', async (t) => {
  const rig = await openHttpSetup(t);
  const answer = await rig.app.inject({
    method: 'POST',
    url: '/api/v1/callbacks',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'name=Ann&phone=2015550145',
  });
  assertProblem(answer, 'unsupported-media-type', 415);
});

test('what is no object is refused there as well', async (t) => {
  const rig = await openHttpSetup(t);
  for (const payload of ['[]', 'null', '"text"', '7']) {
    const headers = { 'content-type': 'application/json' };
    assertProblem(await rig.app.inject({ method: 'POST', url, headers, payload }), 'invalid-request', 400);
  }
});
