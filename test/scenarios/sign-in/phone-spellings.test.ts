import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Site } from '../../../backend/domain/site/site.ts';
import { eraseVisitor, exportVisitor } from '../../../backend/usecases/privacy.ts';
import type { HttpSetup } from '../../support/http/http-setup.ts';
import { ask, assertProblem, assertWithheld, readState } from '../../support/http/visitor-requests.ts';
import { openWhatsappSetup, signInFrom, writeFrom } from '../../support/http/whatsapp-setup.ts';

const countries: Site['countries'] = ['US', 'MX', 'BR', 'AR', 'CI', 'BJ', 'DE', 'GB'];

/** The number as WhatsApp names it, as a visitor types it, and as it is stored. */
const phones = [
  { whatsapp: '+5215512345678', typed: '+52 55 1234 5678', stored: '+525512345678' },
  { whatsapp: '+551187654321', typed: '+55 11 98765-4321', stored: '+5511987654321' },
  { whatsapp: '+5491123456789', typed: '+54 11 15 2345-6789', stored: '+5491123456789' },
  { whatsapp: '+22507123456', typed: '+225 07 07 12 34 56', stored: '+2250707123456' },
  { whatsapp: '+22997123456', typed: '+229 01 97 12 34 56', stored: '+2290197123456' },
];

function open(t: TestContext, site: Partial<Site> = {}): Promise<HttpSetup> {
  return openWhatsappSetup(t, { site: { countries, ...site } });
}

async function askSignedIn(setup: HttpSetup, whatsapp: string, phone: string) {
  const { access_token } = await signInFrom(setup, whatsapp);
  return ask(setup, {
    payload: { name: 'Ada', phone },
    headers: { authorization: `Bearer ${access_token}` },
  });
}

for (const { whatsapp, typed, stored } of phones) {
  test(`${whatsapp}, proven by WhatsApp, may ask in either spelling`, async (t) => {
    const setup = await open(t);
    for (const phone of [typed, whatsapp]) {
      const { status, request_id } = readState(await askSignedIn(setup, whatsapp, phone));
      assert.equal(status, 'verified');
      assert.equal((await setup.store.load(request_id))?.callback.visitor.phone, stored);
      await setup.app.inject({ method: 'POST', url: `/api/v1/callbacks/${request_id}/cancel` });
      await setup.clock.advance(3_600_000);
    }
  });

  test(`STOP of ${whatsapp} by WhatsApp withholds the typed number's code until START`, async (t) => {
    const setup = await open(t);
    const payload = { name: 'Ada', phone: typed };
    await writeFrom(setup, whatsapp, 'Stop. Thank you');
    await assertWithheld(setup, await ask(setup, { payload }));
    await writeFrom(setup, stored, 'start');
    const { request_id } = readState(await ask(setup, { payload }));
    assert.equal((await setup.store.load(request_id))?.callback.code.withheld, false);
  });

  test(`a block list, an export and an erasure find ${whatsapp} by either spelling`, async (t) => {
    const setup = await open(t);
    const created = readState(await ask(setup, { payload: { name: 'Ada', phone: typed } }));
    const asked = { siteId: 'default', phone: whatsapp, actor: 'operator' };
    const exported = await exportVisitor(setup.deps, asked);
    assert.deepEqual(exported.ok && exported.tables.callbacks?.map(({ request_id }) => request_id), [
      created.request_id,
    ]);
    const erased = await eraseVisitor(setup.deps, asked);
    assert.equal(erased.ok && erased.requests, 1);
    for (const beginning of [whatsapp, whatsapp.slice(0, 8), stored, stored.slice(0, 8)]) {
      const blocking = await open(t, { blockedNumbers: [beginning] });
      const payload = { name: 'Ada', phone: typed };
      await assertWithheld(blocking, await ask(blocking, { payload }));
    }
  });

  test(`the business itself cannot be asked for as ${typed}`, async (t) => {
    for (const own of [
      { businessNumber: whatsapp },
      { callerNumber: whatsapp },
      { notifyNumber: whatsapp },
    ]) {
      const setup = await open(t, own);
      const payload = { name: 'Ada', phone: typed };
      assertProblem(await ask(setup, { payload }), 'phone-our-own-number', 422);
    }
  });
}

test('an opt-out stored under a former spelling counts until START', async (t) => {
  for (const { whatsapp, typed, stored } of phones) {
    const setup = await open(t);
    const payload = { name: 'Ada', phone: typed };
    await setup.store.setOptOut([setup.secrets.fingerprint('opt-out', whatsapp)], true, setup.clock.now());
    await assertWithheld(setup, await ask(setup, { payload }));
    await writeFrom(setup, stored, 'START');
    const { request_id } = readState(await ask(setup, { payload }));
    assert.equal((await setup.store.load(request_id))?.callback.code.withheld, false, whatsapp);
  }
});

test('two spellings of one phone share its limits and its live callback', async (t) => {
  const setup = await open(t);
  const first = readState(await askSignedIn(setup, '+5215512345678', '+52 55 1234 5678'));
  const second = readState(await askSignedIn(setup, '+525512345678', '+52 1 55 1234 5678'));
  assert.equal(second.request_id, first.request_id);
});

test('a landline that WhatsApp proved may ask, and any other landline may not', async (t) => {
  for (const [landline, other] of [
    ['+442079460018', '+442079460019'],
    ['+4930123456', '+4930123457'],
    ['+551132654321', '+551132654322'],
  ] as const) {
    const setup = await open(t);
    const { access_token } = await signInFrom(setup, landline);
    const headers = { authorization: `Bearer ${access_token}` };
    const refused = await ask(setup, { payload: { name: 'Ada', phone: other }, headers });
    assertProblem(refused, 'phone-landline', 422);
    assertProblem(await ask(setup, { payload: { name: 'Ada', phone: landline } }), 'phone-landline', 422);
    const answer = await ask(setup, { payload: { name: 'Ada', phone: landline }, headers });
    assert.equal(readState(answer).status, 'verified', landline);
  }
});

test('a premium number that WhatsApp proved may not ask', async (t) => {
  const setup = await open(t);
  const answer = await askSignedIn(setup, '+449123456789', '+449123456789');
  assertProblem(answer, 'phone-type-not-allowed', 422);
});
