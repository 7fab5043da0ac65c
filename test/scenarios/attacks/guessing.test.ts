import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRows } from '../../support/engine/read-rows.ts';
import { openHttpSetup } from '../../support/http/http-setup.ts';
import {
  assertProblem,
  codeOf,
  newCallback,
  readState,
  verify,
} from '../../support/http/visitor-requests.ts';

function wrongly(right: string, by: number) {
  return String((Number(right) + by) % 1_000_000).padStart(6, '0');
}

test('of a hundred concurrent guesses five count, and the right code comes too late', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const right = codeOf(setup, id);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, by) => verify(setup, id, wrongly(right, by + 1))),
  );
  const codes = answers.map((answer) => answer.json().code as string);
  assert.equal(codes.filter((code) => code === 'wrong-code').length, 5);
  assert.deepEqual([...new Set(codes)].sort(), ['code-spent', 'wrong-code']);
  assertProblem(await verify(setup, id, right), 'code-spent', 410);
  assert.equal(readRows(setup.path, 'select * from attempts').length, 0);
});

test('with every code of a day, a guesser has 25 chances in a million', async (t) => {
  const setup = await openHttpSetup(t);
  let tries = 0;
  for (let request = 0; request < 12; request += 1) {
    const made = await setup.app.inject({
      method: 'POST',
      url: '/api/v1/callbacks',
      payload: { name: 'Mallory', phone: '+12015550145' },
      remoteAddress: `192.0.2.${request + 1}`,
    });
    if (made.statusCode === 201) {
      const { request_id: id } = readState(made);
      for (let by = 1; by <= 8; by += 1) {
        const answer = await verify(setup, id, wrongly(codeOf(setup, id), by));
        if (answer.json().code === 'wrong-code') tries += 1;
      }
    }
    await setup.clock.advance(2 * 3_600_000 - 60_000);
  }
  assert.equal(tries, 25);
});

test('a nearly right id gets the same answer as any unknown id', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id, reference } = await newCallback(setup);
  const guesses = [
    `${id.slice(0, -1)}${id.endsWith('A') ? 'B' : 'A'}`,
    id.toLowerCase(),
    id.slice(0, -1),
    `${id}A`,
    reference,
    '%00',
    "'%20or%201=1--",
    '*',
  ];
  const bodies = new Set<string>();
  for (const guess of guesses) {
    for (const path of ['', '/events']) {
      const answer = await setup.app.inject(`/api/v1/callbacks/${guess}${path}`);
      assertProblem(answer, 'not-found', 404);
      bodies.add(answer.body);
    }
    for (const step of ['verify', 'cancel', 'code']) {
      const url = `/api/v1/callbacks/${guess}/${step}`;
      const payload = step === 'verify' ? { payload: { code: codeOf(setup, id) } } : {};
      const answer = await setup.app.inject({ method: 'POST', url, ...payload });
      assertProblem(answer, 'not-found', 404);
      bodies.add(answer.body);
    }
  }
  assert.equal(bodies.size, 1);
});

test('ids are random, not sequential', async (t) => {
  const setup = await openHttpSetup(t);
  const bytes = await Promise.all(
    Array.from({ length: 5 }, async (_, at) => {
      const { request_id } = await newCallback(setup, { name: 'Ann', phone: `+1201555014${at}` });
      return Buffer.from(request_id, 'base64url');
    }),
  );
  assert.ok(bytes.every(({ length }) => length === 16));
  for (const place of [0, 5, 10, 15]) assert.ok(new Set(bytes.map((id) => id[place])).size > 1);
});
