import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import twilio from 'twilio';
import { callVerbs, parseTwiml, whisperVerbs } from './parse.ts';

function parsed(xml: string) {
  return parseTwiml(xml, callVerbs);
}

test('verbs, attributes, nested prompts and text keep document order', () => {
  const result = parsed(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response><!-- x --><Gather numDigits="1" action="/a?b=1&amp;c=2"><Say>Hi,\n  <emphasis>Ada</emphasis> &amp; co.</Say></Gather><Hangup/></Response>',
  );
  assert.deepEqual(result, {
    ok: true,
    verbs: [
      {
        name: 'Gather',
        attributes: { numDigits: '1', action: '/a?b=1&c=2' },
        text: 'Hi, Ada & co.',
        children: [{ name: 'Say', attributes: {}, text: 'Hi, Ada & co.', children: [] }],
      },
      { name: 'Hangup', attributes: {}, text: '', children: [] },
    ],
  });
});

test('parseTwiml reads what the official TwiML builder writes, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'<>&"\'é😀 a1') }), (text) => {
      const response = new twilio.twiml.VoiceResponse();
      response.say(text);
      const result = parsed(response.toString());
      assert.equal(result.ok && result.verbs[0]?.text, text.trim().replace(/\s+/g, ' '));
    }),
  );
});

test('a document that is not XML or not one Response is error 12100', () => {
  const broken = [
    '',
    'hello',
    '{"a":1}',
    '<Response>',
    '<Response></Response',
    '<Response><Say>a & b</Say></Response>',
    '<Response/><Response/>',
    '<Reply/>',
    '<Response><Say x=1/></Response>',
    '<!DOCTYPE a [<!ENTITY b "c">]><Response>&b;</Response>',
    '<__proto__/>',
    `${'<Response>'.repeat(500)}${'</Response>'.repeat(500)}`,
  ];
  for (const xml of broken) {
    const result = parsed(xml);
    assert.equal(result.ok === false && result.errorCode, 12100, xml);
  }
});

test('an unknown or misplaced verb is error 12200 with its name', () => {
  const wrong = [
    ['<Response><Dance/></Response>', 'Dance'],
    ['<Response><Gather><Dial>1</Dial></Gather></Response>', 'Dial'],
    ['<Response><Dial><Conference>x</Conference></Dial></Response>', 'Conference'],
  ];
  for (const [xml = '', name = ''] of wrong) {
    const result = parsed(xml);
    assert.equal(result.ok === false && result.errorCode, 12200);
    assert.match(result.ok ? '' : result.detail, new RegExp(`<${name}>`));
  }
});

test('a whisper allows only Say, Play, Gather and Hangup', () => {
  for (const verb of ['Dial', 'Redirect', 'Pause', 'Reject']) {
    assert.equal(parseTwiml(`<Response><${verb}/></Response>`, whisperVerbs).ok, false, verb);
  }
  assert.equal(parseTwiml('<Response><Play>a</Play><Hangup/></Response>', whisperVerbs).ok, true);
});

test('no input makes the parser throw', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('<', '>', '/', 'Response', '&', ';', '"', '=', '!', '?', 'x', ' ', '[', ']'),
      }),
      (xml) => {
        parsed(xml);
        parsed(`<Response>${xml}</Response>`);
      },
    ),
    { numRuns: 2_000 },
  );
});
