import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { SiegeName } from '../../support/fraud/besiege.ts';
import { openThread } from '../../support/thread/thread.ts';

const attacks = new URL('../../support/fraud/besiege.ts', import.meta.url);
const thread = openThread<typeof import('../../support/fraud/besiege.ts')>(attacks);
after(() => thread.close());

const sieges: [string, SiegeName][] = [
  ['10,000 bots of 1,000 networks attack', 'whole'],
  ['1,000 bots attack, one network after the other', 'small'],
];

for (const [attack, siege] of sieges) {
  // rule: reserved-under-caps
  test(`95 of 100 visitors are served while ${attack}`, async (t) => {
    const { caps, served, spent, mostTextsInHour, table } = await thread.call('besiege', siege);
    t.diagnostic(`\n${table}`);
    assert.ok(served >= 95, `${served} were served`);
    assert.ok(spent.money <= caps.moneyPerDay, `${spent.money}`);
    assert.ok(mostTextsInHour <= caps.textsPerHour, `${mostTextsInHour}`);
  });
}

const mistakes: [string, SiegeName][] = [
  ['codes are not counted for networks', 'no networks'],
  ['codes are counted for clients instead of networks', 'clients as networks'],
  ['further codes do not count', 'free further codes'],
  ['no alarm is raised when codes are not entered', 'no alarm'],
];

for (const [mistake, siege] of mistakes) {
  // rule: reserved-under-caps
  test(`visitors are not served when ${mistake}`, async (t) => {
    const { served, table } = await thread.call('besiege', siege);
    t.diagnostic(`\n${table}`);
    assert.ok(served < 95, `${served} were served`);
  });
}
