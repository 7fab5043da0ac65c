import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import { readRows } from '../../support/engine/read-rows.ts';
import { sampleSite, sampleSites } from '../../support/fakes/sample-site.ts';
import { pageOrigin } from '../../support/http/http-setup.ts';
import { beginOnPage, digitsIn, openWhatsappSetup, writeFrom } from '../../support/http/whatsapp-setup.ts';

const phone = '+12015550145';
const plenty: Caps = { textsPerHour: 100, callsPerDay: 100, minutesPerDay: 1_000, moneyPerDay: 10 ** 9 };

function openCapped(t: TestContext, caps: Caps) {
  const site = sampleSite({ site: { origins: [pageOrigin] }, spending: { caps } });
  return openWhatsappSetup(t, { deps: { sites: sampleSites([site]) } });
}

test('WhatsApp answers are charged under the caps, also for a repeated code', async (t) => {
  const caps = { ...plenty, textsPerHour: 3 };
  const setup = await openCapped(t, caps);
  const { started } = await beginOnPage(setup);
  const counted = () =>
    readRows(setup.path, "select texts, money from usage_counters where period = 'day'").at(0);
  assert.equal(await writeFrom(setup, phone, 'hello'), '');
  assert.equal(counted(), undefined);
  for (let answered = 1; answered <= 3; answered += 1) {
    assert.notEqual(digitsIn(await writeFrom(setup, phone, started.message)), '');
    assert.deepEqual(counted(), { texts: answered, money: answered * 12_000 });
  }
  assert.equal(await writeFrom(setup, phone, started.message), '');
  await setup.clock.advance(1_000);
  assert.equal(setup.log.filter(({ message }) => /spending cap reached/.test(message)).length, 1);
});

test('a code that could not be answered stays valid until there is room', async (t) => {
  const caps = { ...plenty, textsPerHour: 0 };
  const setup = await openCapped(t, caps);
  const { started } = await beginOnPage(setup);
  assert.equal(await writeFrom(setup, phone, started.message), '');
  const { state } = (await setup.app.inject(`/oauth/whatsapp/${started.id}`)).json();
  assert.equal(state, 'waiting');
  caps.textsPerHour = 10;
  assert.notEqual(digitsIn(await writeFrom(setup, phone, started.message)), '');
});
