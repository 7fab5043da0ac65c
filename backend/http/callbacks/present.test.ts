import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiOutcomes, apiStatuses, callback } from '../../../contract/callback.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { codeOf, newCallback, verify } from '../../../test/support/http/visitor-requests.ts';
import { callbackStatuses } from '../../domain/callback/state.ts';
import { outcomes } from '../../domain/outcome.ts';
import { isFinal, presentCallback } from './present.ts';

test('pages are promised exactly the statuses and outcomes there are', () => {
  assert.deepEqual(apiStatuses, callbackStatuses);
  assert.deepEqual(apiOutcomes, outcomes);
});

test('every status and outcome can be shown', async (t) => {
  const rig = await openHttpSetup(t);
  const { request_id: id } = await newCallback(rig);
  const record = await rig.store.load(id);
  assert.ok(record);
  for (const status of callbackStatuses) {
    for (const outcome of [undefined, ...outcomes]) {
      const changed = { ...record.callback, status, outcome, notice: 'sent' } as const;
      const state = await presentCallback(rig.deps, { callback: changed, attempt: undefined });
      assert.deepEqual(callback.strict().parse(state), state);
      assert.notEqual(state.message, '');
    }
  }
});

test('an end is settled once the business knows, or cannot be told', async (t) => {
  const rig = await openHttpSetup(t);
  const { request_id: id } = await newCallback(rig);
  const answer = await verify(rig, id, codeOf(rig, id));
  const state = callback.parse(answer.json());
  assert.equal(isFinal(state), false);
  const settled = (notice: 'none' | 'sending' | 'sent' | 'failed') =>
    isFinal({ ...state, status: 'failed', notice });
  assert.deepEqual([settled('sending'), settled('sent'), settled('failed')], [false, true, true]);
  assert.equal(isFinal({ ...state, status: 'completed', notice: 'none' }), true);
});
