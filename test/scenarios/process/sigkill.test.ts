import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { rehearsalNumbers, startRehearsal } from '../../../backend/cli/rehearsal/rehearsal.ts';
import {
  createSimulatedPhones,
  type SimulatedPhones,
} from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { createVisitor } from '../../../backend/cli/rehearsal/visitor.ts';

/** Slow enough that the backend is back before the answer, even on a busy machine. */
const speed = 3;
const visitorPhone = '+12015550142';
const { business } = rehearsalNumbers;

async function ringing(phones: SimulatedPhones): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await phones.callsTo(business)).some(({ status }) => status === 'ringing')) return;
    await sleep(10);
  }
  throw new Error('The business phone never rang.');
}

async function killWhileRinging(behaviour: { script: string; more?: Record<string, unknown> }) {
  const rehearsal = await startRehearsal({ speed });
  try {
    const phones = createSimulatedPhones(rehearsal.simulatorUrl);
    const visitor = createVisitor({ baseUrl: rehearsal.backendUrl });
    await phones.script(business, behaviour.script, behaviour.more);
    const { request_id } = await visitor.request({ name: 'Ada Example', phone: visitorPhone });
    await visitor.verify(request_id, await phones.code(visitorPhone));
    await ringing(phones);
    await rehearsal.killBackend();
    await rehearsal.restartBackend();
    const last = await visitor.follow(request_id, () => {}, 60_000);
    return { last, calls: await phones.callsTo(business), texts: await phones.textsTo(business) };
  } finally {
    await rehearsal.stop();
  }
}

test('after a SIGKILL while the business phone rings, the same call continues', async () => {
  const { last, calls } = await killWhileRinging({ script: 'slow-human', more: { answersAfterMs: 21_000 } });
  assert.equal(last.outcome, 'talked');
  assert.equal(calls.length, 1);
});

test('after a SIGKILL during an unanswered call, the business gets a notice, no call', async () => {
  const { last, calls, texts } = await killWhileRinging({ script: 'no-answer' });
  assert.equal(last.outcome, 'business-no-answer');
  assert.equal(calls.length, 1);
  assert.equal(texts.length, 1);
});
