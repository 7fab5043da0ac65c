import assert from 'node:assert/strict';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { saveCallbackEvent } from '../../../backend/usecases/commit/save-event.ts';
import { type CallbackState, callback } from '../../../contract/callback.ts';
import { problem } from '../../../contract/problem.ts';
import type { HttpSetup } from './http-setup.ts';

export const ann = { name: 'Ann', phone: '(201) 555-0145' };

export function ask(setup: HttpSetup, options: Omit<InjectOptions, 'method' | 'url'> = {}) {
  return setup.app.inject({ method: 'POST', url: '/api/v1/callbacks', payload: ann, ...options });
}

/** Creates a callback; returns what its page gets. */
export async function newCallback(
  setup: HttpSetup,
  payload: Record<string, unknown> = ann,
  remoteAddress?: string,
): Promise<CallbackState> {
  const answer = await ask(setup, { payload, ...(remoteAddress && { remoteAddress }) });
  assert.equal(answer.statusCode, 201, answer.body);
  return readState(answer);
}

/** Returns the digits in the latest text message. */
export function codeOf(setup: HttpSetup, callbackId: string, sendNumber = 1): string {
  return setup.secrets.codeFor(callbackId, sendNumber);
}

export function verify(setup: HttpSetup, callbackId: string, code: string) {
  return setup.app.inject({
    method: 'POST',
    url: `/api/v1/callbacks/${callbackId}/verify`,
    payload: { code },
  });
}

/** Returns the body, checked against the contract. */
export function readState(answer: LightMyRequestResponse): CallbackState {
  return callback.strict().parse(answer.json());
}

/** Asserts that the answer is a complete problem document, and returns it. */
export function assertProblem(answer: LightMyRequestResponse, code: string, status: number) {
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  const body = problem.strict().parse(answer.json());
  assert.equal(body.code, code, answer.body);
  assert.equal(answer.statusCode, status);
  assert.equal(body.status, status);
  return body;
}

/** Asserts that a request was answered like any other, and that no code goes to its number. */
export async function assertWithheld(setup: HttpSetup, answer: LightMyRequestResponse): Promise<void> {
  assert.equal(answer.statusCode, 201, answer.body);
  const record = await setup.store.load(readState(answer).request_id);
  assert.equal(record?.callback.code.withheld, true);
}

/** Creates callbacks a minute apart, so that none is refused by the rate limit. */
export async function people(setup: HttpSetup, ...all: [name: string, phone: string][]): Promise<string[]> {
  const ids: string[] = [];
  for (const [name, phone] of all) {
    const { request_id } = await newCallback(setup, { name, phone });
    ids.push(request_id);
    await setup.clock.advance(60_000);
  }
  return ids;
}

export async function prove(setup: HttpSetup, id: string): Promise<void> {
  assert.equal((await verify(setup, id, codeOf(setup, id))).statusCode, 200);
}

/** Ends a callback whose phone is proven without a conversation. */
export async function miss(setup: HttpSetup, id: string): Promise<void> {
  await prove(setup, id);
  await saveCallbackEvent(setup.deps, id, { kind: 'wait-exceeded', at: setup.clock.now() });
}
