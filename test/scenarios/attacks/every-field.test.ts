import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { createEmailNotice } from '../../../backend/adapters/notice/email-notice.ts';
import { createWebhookNotice } from '../../../backend/adapters/notice/webhook-notice.ts';
import { createNotifyBusiness } from '../../../backend/effects/messages/notify-business.ts';
import type { MissedCallNotice, NoticeSender } from '../../../backend/ports/carrier/notice-sender.ts';
import { header, startMailServer } from '../../support/engine/mail-server.ts';
import type { HttpSetup } from '../../support/http/http-setup.ts';
import { callUnderWay, openSignedSetup, post, signed } from '../../support/http/signed-webhooks.ts';

const phone = '+12015550145';

/** Input with a special meaning in XML, HTML, JSON, SQL, mail, spreadsheets, shells, templates or logs. */
const evils = [
  '</Say><Dial>+12015550199</Dial><Say>',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '","outcome":"talked","reference":"AAA-AAAA',
  "Robert'); DROP TABLE callbacks;--",
  '"x" <all@example.com>, Bcc: all@example.com',
  '=HYPERLINK("https://evil.example","+1")',
  '$(reboot) `reboot` %0d%0a {{7*7}} #{7*7} %s %n',
];

/** A notice channel that sends by all channels. */
function everyChannel(senders: readonly Pick<NoticeSender, 'send'>[]): NoticeSender {
  return {
    channel: 'sms',
    async send(notice) {
      for (const sender of senders) assert.equal((await sender.send(notice)).result, 'accepted');
      return { result: 'accepted', sid: undefined };
    },
  };
}

async function startWebhook(t: TestContext) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    bodies.push(body);
    response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { bodies, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** Runs a declined call; returns what the business heard, and the callback. */
async function declined(setup: HttpSetup, visitor: Record<string, unknown>) {
  const { token, callbackId } = await callUnderWay(setup, { phone, ...visitor }, 'CA1');
  const alive = { CallSid: 'CA1', CallStatus: 'in-progress' };
  const { body } = await post(setup, signed(`/twilio/voice/${token}/prompt`, alive));
  await post(setup, signed(`/twilio/voice/${token}/keys`, { ...alive, Digits: '2' }));
  const over = { CallSid: 'CA1', CallStatus: 'completed', CallDuration: '5' };
  await post(setup, signed(`/twilio/voice/${token}/status`, over));
  return { heard: body, callbackId };
}

async function tellBusiness(setup: HttpSetup, senders: readonly Pick<NoticeSender, 'send'>[]): Promise<void> {
  const notify = createNotifyBusiness({
    ...setup.deps,
    senders: [everyChannel(senders)],
    publicBaseUrl: undefined,
  });
  const claim = { owner: 'test', at: setup.clock.now(), leaseMs: 60_000, limit: 1 };
  const [claimed] = await setup.store.claim({ kinds: ['notify-business'], ...claim });
  assert.ok(claimed?.effect.kind === 'notify-business');
  assert.equal((await notify({ ...claimed, effect: claimed.effect })).result, 'done');
}

const labels = /^(?:Missed callback [A-Z0-9]{3}-[A-Z0-9]{4}|Name|Phone|Email|About|Page|Asked): /;

for (const evil of evils) {
  test(`${evil} in any field reaches speech, texts, email, webhook and log as words`, async (t) => {
    const setup = await openSignedSetup(t);
    const mail = await startMailServer(t);
    const webhook = await startWebhook(t);
    const notices: MissedCallNotice[] = [];
    const owner = { from: 'calls@example.com', to: 'owner@example.com' };
    const { heard, callbackId } = await declined(setup, {
      name: evil,
      subject: evil,
      email: "+o'ann-x@example.com",
      page: `https://www.example.com/${evil}`,
      consent: 'one-call-1',
      captcha: evil,
    });
    await tellBusiness(setup, [
      {
        async send(notice) {
          notices.push(notice);
          return { result: 'accepted', sid: undefined };
        },
      },
      createEmailNotice({ url: `smtp://127.0.0.1:${mail.port}`, ...owner }),
      createWebhookNotice({ url: webhook.url, secret: 'a secret for tests that is long' }),
    ]);

    assert.equal(XMLValidator.validate(heard), true);
    const { Response } = new XMLParser({ parseTagValue: false }).parse(heard);
    assert.deepEqual(
      [Object.keys(Response), Object.keys(Response.Gather).sort()],
      [
        ['Gather', 'Hangup'],
        ['Pause', 'Say'],
      ],
    );

    const lines = notices[0]?.text.split('\n') ?? [];
    for (const line of lines) assert.match(line, labels);
    assert.equal(new Set(lines.map((line) => line.split(': ')[0])).size, lines.length);

    const [sent] = mail.received;
    assert.deepEqual([sent?.to, mail.received.length], [[owner.to], 1]);
    assert.equal(header(sent, 'bcc'), undefined);
    assert.match(header(sent, 'content-type') ?? '', /^text\/plain/);
    assert.match(header(sent, 'reply-to') ?? '', /<\+o'ann-x@example\.com>$/);

    const told = JSON.parse(webhook.bodies[0] ?? '');
    const record = await setup.store.load(callbackId);
    assert.deepEqual(Object.keys(told), ['type', 'timestamp', 'data']);
    assert.deepEqual(
      [told.data.visitor.name, told.data.about, told.data.outcome, told.data.reference],
      [evil, evil, 'business-declined', record?.callback.reference],
    );

    const logged = JSON.stringify(setup.log);
    for (const part of evil.split(' ').filter(({ length }) => length > 6)) {
      assert.equal(logged.includes(JSON.stringify(part).slice(1, -1)), false);
    }
  });
}
