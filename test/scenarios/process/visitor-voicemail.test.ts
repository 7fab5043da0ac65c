import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRehearsal } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { createSimulatedPhones } from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { createVisitor } from '../../../backend/cli/rehearsal/visitor.ts';

const business = '+12015550123';

/** By default the business talks for 20 seconds and hangs up. */
type Call = {
  name: string;
  script: string;
  visitor: Record<string, unknown>;
  ends: [status: string, outcome: string];
};

/** Plays all calls at once with the simulated carrier. */
async function play(env: Record<string, string>, calls: readonly Call[]): Promise<void> {
  const rehearsal = await startRehearsal({ speed: 20, env: { BUSINESS_LINES: '4', ...env } });
  try {
    const phones = createSimulatedPhones(rehearsal.simulatorUrl);
    const visitor = createVisitor({ baseUrl: rehearsal.backendUrl });
    const playOne = async (call: Call, index: number) => {
      const phone = `+1201555014${index}`;
      await phones.script(phone, call.script, call.visitor);
      const { request_id, reference } = await visitor.request({ name: 'Ada Example', phone });
      await visitor.verify(request_id, await phones.code(phone));
      const last = await visitor.follow(request_id, () => {}, 60_000);
      assert.deepEqual([last.status, last.outcome], call.ends, call.name);
      const texts = (await phones.textsTo(business)).filter(({ body }) => body.includes(reference));
      assert.equal(texts.length, last.status === 'failed' ? 1 : 0, call.name);
      for (const { body } of texts) assert.ok(body.includes(phone), call.name);
    };
    await Promise.all(calls.map(playOne));
  } finally {
    await rehearsal.stop();
  }
}

// rule: voicemail-of-visitor
test('simulated, a visitor’s voicemail is reported to the business, a person is not', async () => {
  const listens = { talksMs: 60_000 };
  await play({}, [
    {
      name: 'voicemail after 16 s',
      script: 'voicemail',
      visitor: { answersAfterMs: 16_000, ...listens },
      ends: ['failed', 'perhaps-voicemail'],
    },
    {
      name: 'straight to voicemail',
      script: 'voicemail',
      visitor: { answersAfterMs: 100, ...listens },
      ends: ['failed', 'perhaps-voicemail'],
    },
    {
      name: 'a person after 6 s',
      script: 'human',
      visitor: { answersAfterMs: 6_000, ...listens },
      ends: ['completed', 'talked'],
    },
    {
      name: 'a late person who hangs up',
      script: 'human',
      visitor: { answersAfterMs: 16_000, talksMs: 15_000 },
      ends: ['completed', 'talked'],
    },
  ]);
});

// rule: visitor-press-1
test('simulated, VISITOR_SCREENING=press-1 connects a visitor by the key 1 only', async () => {
  await play({ VISITOR_SCREENING: 'press-1' }, [
    {
      name: 'presses 1',
      script: 'human',
      visitor: { answersAfterMs: 16_000 },
      ends: ['completed', 'talked'],
    },
    {
      name: 'a voicemail',
      script: 'voicemail',
      visitor: { answersAfterMs: 1_000 },
      ends: ['failed', 'visitor-voicemail'],
    },
    {
      name: 'another key, twice',
      script: 'human',
      visitor: { presses: '7' },
      ends: ['failed', 'visitor-voicemail'],
    },
    {
      name: 'hangs up while asked',
      script: 'hangs-up-mid-prompt',
      visitor: {},
      ends: ['failed', 'visitor-voicemail'],
    },
  ]);
});
