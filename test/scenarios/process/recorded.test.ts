import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRehearsal } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { createSimulatedPhones } from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { createVisitor } from '../../../backend/cli/rehearsal/visitor.ts';

test('with recording on, both parties hear an announcement before the connection', async () => {
  const rehearsal = await startRehearsal({ speed: 20, env: { RECORD_CALLS: 'on' } });
  try {
    const phones = createSimulatedPhones(rehearsal.simulatorUrl);
    const visitor = createVisitor({ baseUrl: rehearsal.backendUrl });
    const { request_id } = await visitor.request({ name: 'Ada Example', phone: '+12015550142' });
    await visitor.verify(request_id, await phones.code('+12015550142'));
    const last = await visitor.follow(request_id, () => {}, 60_000);
    assert.equal(last.outcome, 'talked');
    const said = (await phones.timeline()).filter(
      ({ kind, data }) => kind === 'call.twiml' && String(data.twiml).includes('This call is recorded.'),
    );
    assert.equal(new Set(said.map(({ data }) => data.sid)).size, 2, 'one document for each leg');
  } finally {
    await rehearsal.stop();
  }
});
