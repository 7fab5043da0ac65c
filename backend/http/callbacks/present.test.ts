import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiOutcomes, apiStatuses, callback } from '../../../contract/callback.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { codeOf, newCallback, verify } from '../../../test/support/http/visitor-requests.ts';
import { callbackStatuses } from '../../domain/callback/state.ts';
import { outcomes } from '../../domain/outcome.ts';
import { isFinal, presentCallback } from './present.ts';

test('the contract lists exactly the statuses and outcomes of the domain', () => {
  assert.deepEqual(apiStatuses, callbackStatuses);
  assert.deepEqual(apiOutcomes, outcomes);
});

test('every status and outcome can be presented', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const record = await setup.store.load(id);
  assert.ok(record);
  for (const status of callbackStatuses) {
    for (const outcome of [undefined, ...outcomes]) {
      const changed = { ...record.callback, status, outcome, notice: 'sent' } as const;
      const state = await presentCallback(setup.deps, { callback: changed, attempt: undefined });
      assert.deepEqual(callback.strict().parse(state), state);
      assert.notEqual(state.message, '');
    }
  }
});

test('a state is final when the callback has ended and no notice is being sent', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const answer = await verify(setup, id, codeOf(setup, id));
  const state = callback.parse(answer.json());
  assert.equal(isFinal(state), false);
  const settled = (notice: 'none' | 'sending' | 'sent' | 'failed') =>
    isFinal({ ...state, status: 'failed', notice });
  assert.deepEqual([settled('sending'), settled('sent'), settled('failed')], [false, true, true]);
  assert.equal(isFinal({ ...state, status: 'completed', notice: 'none' }), true);
});
