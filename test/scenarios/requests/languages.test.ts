import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderPlan } from '../../../backend/adapters/twilio/voice/render-plan.ts';
import { createWebhookUrls } from '../../../backend/adapters/twilio/webhooks/webhook-urls.ts';
import { speechIn } from '../../../backend/domain/messages/speech.ts';
import { sameEachDay } from '../../../backend/domain/site/business-hours.ts';
import { languageCodes } from '../../../languages/languages.ts';
import { callVerbs, parseTwiml } from '../../../simulator/twiml/parse.ts';
import { takesTheCall } from '../../support/carrier/carrier-script.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';
import { type HttpSetup, openHttpSetup } from '../../support/http/http-setup.ts';
import { callUnderWay, openSignedSetup, post, signed } from '../../support/http/signed-webhooks.ts';
import { ann, ask, readState } from '../../support/http/visitor-requests.ts';

/** The clock starts on a Monday at 10:00 in New York. */
const officeHours = sameEachDay({ start: 540, end: 1020, zone: 'America/New_York', weekdaysOnly: true });

async function languageOf(setup: HttpSetup, language: unknown, header?: string) {
  const answer = await ask(setup, {
    payload: { ...ann, language },
    ...(header && { headers: { 'accept-language': header } }),
  });
  const state = readState(answer);
  const stored = (await setup.store.load(state.request_id))?.callback.language;
  await setup.clock.advance(3_600_000);
  return { stored, message: state.message };
}

test('an answer has the chosen language, else the browser’s, else the business’s', async (t) => {
  const setup = await openHttpSetup(t, { site: { language: 'fr' } });
  const spanish = await languageOf(setup, 'es', 'de-CH,de;q=0.9');
  assert.deepEqual(spanish, {
    stored: 'es',
    message: 'Hemos recibido su solicitud. Le estamos enviando un código de 6 dígitos por SMS.',
  });
  assert.equal((await languageOf(setup, undefined, 'ja, de-CH;q=0.9')).stored, 'de');
  assert.equal((await languageOf(setup, 'tlh', 'zh-TW')).stored, 'zh-Hans');
  const french = await languageOf(setup, undefined);
  assert.equal(french.stored, undefined);
  assert.match(french.message, /^Nous avons reçu votre demande/);
});

test('the site is described in the wanted language, which the answer names', async (t) => {
  const setup = await openHttpSetup(t, { site: { language: 'nl', hours: officeHours } });
  await setup.clock.advance(10 * 3_600_000);
  const read = (header?: string) =>
    setup.app.inject({ url: '/api/v1/site', headers: header ? { 'accept-language': header } : {} });
  const polish = await read('pl');
  assert.equal(polish.headers['content-language'], 'pl');
  assert.match(String(polish.headers.vary), /Accept-Language/);
  assert.match(polish.json().closed_message, /teraz zamknięte/);
  assert.equal(polish.json().language, 'nl');
  assert.equal((await read()).headers['content-language'], 'nl');
  assert.equal((await read('xx, *;q=0.1')).headers['content-language'], 'nl');
});

test('the visitor’s texts have the visitor’s language, the notice the business’s', async () => {
  const site = sampleSite({ site: { language: 'it' } });
  await using harness = await openHarness({
    sites: [site],
    store: 'memory',
    script: { business: () => ({ ...takesTheCall, answers: 'never' }) },
  });
  const { callbackId, visitor } = await harness.proven({ language: 'tr' });
  await harness.settled(callbackId);
  const textTo = (number: string) => harness.carrier.texts.find(({ to }) => to === number)?.body ?? '';
  assert.match(textTo(visitor.phone), /^Riverside Bakery kod: \d{6}, süre 10 dakika\./);
  assert.match(textTo(site.site.notifyNumber), /^Chiamata persa .*: non hai risposto\nNome: Ada Palmer/);
});

test('business and visitor each hear their language, by a voice of that language', async (t) => {
  const setup = await openSignedSetup(t, { site: { language: 'fr', recordCalls: true } });
  const { token } = await callUnderWay(setup, { ...ann, language: 'ar' }, 'CA1');
  const prompt = await post(
    setup,
    signed(`/twilio/voice/${token}/prompt`, { CallSid: 'CA1', CallStatus: 'in-progress' }),
  );
  assert.match(prompt.body, /<Say language="fr-FR" voice="Polly.Lea">Ann demande un rappel\. /);
  const pressed = { CallSid: 'CA1', CallStatus: 'in-progress', Digits: '1' };
  assert.match(
    (await post(setup, signed(`/twilio/voice/${token}/keys`, pressed))).body,
    /"fr-FR".*enregistré.*<Dial/,
  );
  const visitor = { CallSid: 'CA2', ParentCallSid: 'CA1', CallStatus: 'in-progress' };
  const told = await post(setup, signed(`/twilio/voice/${token}/visitor-prompt`, visitor));
  assert.match(told.body, /<Say language="arb" voice="Polly.Zeina">تُسجَّل هذه المكالمة\.</);
});

test('the simulated carrier says the apology of each language', () => {
  const urls = createWebhookUrls('https://calls.example.com');
  for (const language of languageCodes) {
    const say = speechIn(language).apology();
    const parsed = parseTwiml(renderPlan({ do: 'say-and-hang-up', say, language }, urls).body, callVerbs);
    assert.ok(parsed.ok);
    assert.equal(parsed.verbs[0]?.text, say);
    assert.ok(parsed.verbs[0]?.attributes.voice && parsed.verbs[0]?.attributes.language);
  }
});
