import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsIn } from '../../../languages/catalogue.ts';
import { languageCodes } from '../../../languages/languages.ts';
import { sampleCallback } from '../../../test/support/domain/sample-callback.ts';
import { outcomes } from '../outcome.ts';
import { messageBodies } from './message-body.ts';
import { smsSize } from './sms-segments.ts';
import { speechIn } from './speech.ts';
import { statusMessage } from './status-message.ts';

const english = /(?<!\p{L})(?:the|you|your|please|this|and|call|press)(?!\p{L})/iu;
const longName = 'Żółta Kancelaria Prawna i Notarialna spółka z ograniczoną odpowiedzialnością';
const host = 'contact.a-rather-long-name.example.com';

for (const language of languageCodes) {
  const bodies = messageBodies(language);

  test(`${language}: an SMS with a code has at most 3 segments, with any names`, () => {
    for (const business of ['Ann', 'Riverside Bakery', longName])
      for (const at of [undefined, 'a.example', host]) {
        const text = bodies.code({ business, digits: '012345', host: at });
        assert.ok(smsSize(text).segments <= 3, text);
        assert.match(text, /012345/);
      }
  });

  test(`${language}: the page can tell our codes from a name by the words around them`, () => {
    const { texts, follow } = wordsIn(language);
    const { text, shortText, whatsapp } = follow.codeForms;
    assert.ok(texts.code.includes(text), texts.code);
    assert.ok(texts.shortCode.includes(shortText), texts.shortCode);
    assert.ok(texts.whatsappReply.startsWith(whatsapp), texts.whatsappReply);
  });

  test(`${language}: a notice has at most 3 segments and keeps the number and the link`, () => {
    const long = {
      visitor: { name: longName, phone: '+12015550123', email: `${'a'.repeat(60)}@example.com` },
      subject: '水管漏水 '.repeat(30),
      page: `https://example.com/${'p'.repeat(180)}`,
    };
    const link = `https://calls.a-rather-long-name.example.com/r/${'x'.repeat(43)}`;
    for (const outcome of outcomes) {
      const callback = sampleCallback('failed', { outcome, ...long });
      const text = bodies.missedCall(callback, 'So. 22. Nov. 14:05', link);
      assert.ok(smsSize(text).segments <= 3, text);
      assert.ok(text.includes('+12015550123') && text.includes(link), text);
    }
  });

  test(`${language}: warnings and the test notice are one segment, with any name`, () => {
    for (const business of ['Ann', longName, '水管维修'.repeat(15)]) {
      const caps = ['textsPerHour', 'callsPerDay', 'minutesPerDay', 'moneyPerDay'] as const;
      const warnings = caps.flatMap((cap) =>
        ([80, 100] as const).map((percent) => bodies.capWarning(business, { cap, percent })),
      );
      assert.equal(new Set(warnings).size, 8);
      for (const text of [...warnings, bodies.testNotice(business)])
        assert.equal(smsSize(text).segments, 1, text);
    }
  });

  test(`${language}: no message or speech contains a placeholder or English`, () => {
    const said = [...spoken(language), ...sent(language)];
    assert.equal(said.length, new Set(said).size);
    for (const text of said) {
      assert.doesNotMatch(text, /[{}]|undefined/);
      if (language !== 'en') assert.doesNotMatch(text, english);
    }
  });
}

const callback = sampleCallback('failed', {
  visitor: { name: 'Ann', phone: '+12015550123', email: 'ann@example.org' },
  subject: 'X',
  page: 'https://example.org',
});

function spoken(language: (typeof languageCodes)[number]): string[] {
  const speech = speechIn(language);
  return [
    speech.screening(callback),
    speech.screening({ ...callback, subject: undefined }),
    speech.screeningAgain(callback),
    speech.recordedConnecting(),
    speech.visitorScreening('Bakery'),
    speech.visitorScreeningAgain('Bakery'),
    speech.visitorUnreachable(callback),
    speech.apology(),
    speech.inboundConnecting('Bakery'),
    speech.inboundWhisper('+12015550123'),
    speech.inboundWhisper(''),
    speech.inboundMissed(),
    speech.inboundGreeting('Bakery'),
  ];
}

function sent(language: (typeof languageCodes)[number]): string[] {
  const bodies = messageBodies(language);
  return [
    bodies.code({ business: 'Bakery', digits: '012345', host: 'a.example' }),
    bodies.whatsappReply('012345', 'a.example'),
    bodies.whatsappMessage('Bakery', '012345'),
    bodies.inboundMissed('+12015550123'),
    bodies.inboundMissed('anonymous'),
    ...[1, 2, 5, 1_000].flatMap((count) => [
      bodies.nudgeTitle(count),
      bodies.burstTitle(Array.from({ length: count }, (_, n) => ({ ...callback, endedAt: n * 60_000 }))),
    ]),
    bodies.callbackListTitle,
    ...(['textsPerHour', 'moneyPerDay'] as const).map((cap) =>
      bodies.capWarning('Bakery', { cap, percent: 80 }),
    ),
    ...outcomes.map((outcome) =>
      bodies.missedCall(
        { ...callback, outcome, reference: `REF-${outcome.length}${outcome.slice(-4)}` },
        '14:05',
        'https://a.example',
      ),
    ),
    ...outcomes.map((outcome) => `${outcome.length} ${statusMessage({ ...callback, outcome }, language)}`),
  ];
}
