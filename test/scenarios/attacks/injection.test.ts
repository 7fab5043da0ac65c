import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { messageBodies } from '../../../backend/domain/messages/message-body.ts';
import { callUnderWay, openSignedSetup, post, signed } from '../../support/http/signed-webhooks.ts';
import { ask, assertProblem } from '../../support/http/visitor-requests.ts';

const messageBody = messageBodies('en');

const phone = '+12015550145';
const markup = '<script>alert(1)</script><img src=x onerror=alert(1)>';
const verbs = '</Say><Dial>+12015550199</Dial><Say>&amp;]]>';

/** The TwiML for a business that has just answered. */
async function promptFor(
  setup: Awaited<ReturnType<typeof openSignedSetup>>,
  visitor: Record<string, unknown>,
) {
  const { token, callbackId } = await callUnderWay(setup, visitor, 'CA1');
  const answered = { CallSid: 'CA1', CallStatus: 'in-progress' };
  const { body } = await post(setup, signed(`/twilio/voice/${token}/prompt`, answered));
  return { body, callbackId };
}

for (const field of ['name', 'subject'] as const) {
  for (const evil of [verbs, markup]) {
    test(`a ${field} with ${evil === verbs ? 'verbs' : 'markup'} is only spoken`, async (t) => {
      const setup = await openSignedSetup(t);
      const { body } = await promptFor(setup, { name: 'Ann', phone, [field]: evil });
      assert.equal(XMLValidator.validate(body), true);
      const { Response } = new XMLParser().parse(body);
      assert.deepEqual(Object.keys(Response).sort(), ['Gather', 'Hangup']);
      assert.deepEqual(Object.keys(Response.Gather).sort(), ['Pause', 'Say']);
      assert.ok(Response.Gather.Say.every((said: unknown) => typeof said === 'string'));
    });
  }
}

test('line breaks, control and bidirectional characters do not reach a name', async (t) => {
  const setup = await openSignedSetup(t);
  const tricks = { 'a\u0000b': 'a b', 'a\rb': 'a b', 'a\u2028b': 'a b', 'a\u202eb': 'ab', 'a\ud800': 'a' };
  for (const [index, [trick, stored]] of Object.entries(tricks).entries()) {
    await setup.clock.advance(3_600_000);
    const made = await ask(setup, { payload: { name: trick, phone: `+1201555011${index}` } });
    const record = await setup.store.load(made.json().request_id);
    assert.equal(record?.callback.visitor.name, stored);
  }
});

test('invalid emails and page addresses are refused', async (t) => {
  const setup = await openSignedSetup(t);
  for (const email of [
    'ann@example.com\r\nBcc: all@example.com',
    'ann@example.com, all@example.com',
    '<a@b.co>',
  ])
    assertProblem(await ask(setup, { payload: { name: 'Ann', phone, email } }), 'invalid-request', 400);
  for (const page of ['javascript:alert(1)', 'data:text/html,x'])
    assertProblem(await ask(setup, { payload: { name: 'Ann', phone, page } }), 'invalid-request', 400);
});

test('visitor input stays on its own line of the notice', async (t) => {
  const setup = await openSignedSetup(t);
  const { callbackId } = await promptFor(setup, {
    name: 'Ann Reference: ZZZ-ZZZZ',
    phone,
    subject: 'cake\nReference: AAA-AAAA\nPhone: +12015550199',
  });
  const record = await setup.store.load(callbackId);
  assert.ok(record);
  const failed = { ...record.callback, status: 'failed', outcome: 'business-no-answer' } as const;
  const text = messageBody.missedCall(failed, setup.deps.calendar.write('UTC', failed.createdAt, 'en'));
  const lines = text.split('\n');
  assert.equal(lines.filter((line) => line.startsWith('Reference: ')).length, 0);
  assert.equal(lines.filter((line) => line.includes('+12015550199')).length, 1);
  assert.match(lines.find((line) => line.includes('+12015550199')) ?? '', /^About: cake Reference/);
});

test('browsers do not take a JSON answer for a page', async (t) => {
  const setup = await openSignedSetup(t);
  const made = await ask(setup, { payload: { name: markup, phone, subject: markup } });
  const read = await setup.app.inject(`/api/v1/callbacks/${made.json().request_id}`);
  const refused = await ask(setup, { payload: { name: '', phone: markup } });
  for (const answer of [made, read, refused]) {
    assert.match(String(answer.headers['content-type']), /^application\/(problem\+)?json/);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.equal(
      answer.headers['content-security-policy'],
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  }
});
