import assert from 'node:assert/strict';
import { rehearsalNumbers } from '../../backend/cli/rehearsal.ts';
import { browserTest } from './support/browser-test.ts';
import { openStage } from './support/stage.ts';

const stage = openStage({ speed: 15 });
const { business } = rehearsalNumbers;

browserTest('a visitor asks, proves the phone and follows the call to its end', async (t) => {
  await stage.phones.script(business, 'human');
  const visitor = await stage.visitor(t);
  await visitor.reads('Example Business');
  await visitor.ask();
  await visitor.reads(/Callback request received/);
  await visitor.field.fill(await visitor.code());
  await visitor.sees('You are connected');
  await visitor.sees('Call finished');
  assert.equal((await stage.phones.callsTo(business)).length, 1);
  assert.deepEqual(visitor.faults, []);
});
