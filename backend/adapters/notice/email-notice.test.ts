import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import type { SMTPServerOptions } from 'smtp-server';
import { header, startMailServer } from '../../../test/support/engine/mail-server.ts';
import type { MissedCallNotice } from '../../ports/carrier/notice-sender.ts';
import { createEmailNotice } from './email-notice.ts';

const notice: MissedCallNotice = {
  messageId: 'm1',
  requestReference: 'K7M-42QP',
  siteId: 'default',
  text: 'Missed callback K7M-42QP: you did not answer\nName: Ann Example',
  subject: 'Missed callback K7M-42QP: Ann Example',
  link: undefined,
  visitor: { name: 'Ann Example', phone: '+12015550123', email: 'ann@example.com' },
  about: 'broken heater',
  page: undefined,
  outcome: 'business-no-answer',
  createdAt: 0,
};

function sender(port: number, login = '') {
  return createEmailNotice({
    url: `smtp://${login}127.0.0.1:${port}`,
    from: 'Calls <calls@example.com>',
    to: 'owner@example.com',
  });
}

test('the business gets a plain text email with the visitor as reply address', async (t) => {
  const { received, port } = await startMailServer(t);
  const sent = await sender(port).send(notice);
  assert.ok(sent.result === 'accepted' && sent.sid !== undefined);
  const [mail] = received;
  assert.deepEqual([mail?.from, mail?.to], ['calls@example.com', ['owner@example.com']]);
  assert.equal(header(mail, 'from'), 'Calls <calls@example.com>');
  assert.equal(header(mail, 'to'), 'owner@example.com');
  assert.equal(header(mail, 'subject'), 'Missed callback K7M-42QP: Ann Example');
  assert.equal(header(mail, 'reply-to'), 'Ann Example <ann@example.com>');
  assert.equal(header(mail, 'auto-submitted'), 'auto-generated');
  assert.match(header(mail, 'content-type') ?? '', /^text\/plain; charset=utf-8/);
  assert.equal(mail?.body.trimEnd(), 'Missed callback K7M-42QP: you did not answer\r\nName: Ann Example');
});

test('visitor input adds no header and no recipient', async (t) => {
  const { received, port } = await startMailServer(t);
  const evil = 'x\r\nBcc: victim@example.net\r\n\r\nbody';
  const addresses = [
    'a@example.com, victim@example.net',
    'a@example.com\r\nBcc: victim@example.net',
    '<victim@example.net> a@example.com',
    'not an address',
  ];
  for (const email of addresses)
    await sender(port).send({ ...notice, subject: evil, visitor: { ...notice.visitor, name: evil, email } });
  await sender(port).send({ ...notice, subject: evil, visitor: { ...notice.visitor, name: evil } });
  assert.equal(received.length, 5);
  for (const mail of received) {
    assert.deepEqual(mail.to, ['owner@example.com']);
    assert.equal(header(mail, 'bcc'), undefined);
    assert.equal(header(mail, 'subject'), 'x Bcc: victim@example.net body');
  }
  assert.deepEqual(
    received.slice(0, 4).map((mail) => header(mail, 'reply-to')),
    Array(4).fill(undefined),
  );
  assert.match(header(received.at(4), 'reply-to') ?? '', /<ann@example\.com>$/);
});

test('a permanent refusal of the recipient is final, a temporary one is retried', async (t) => {
  const refuse = (responseCode: number): SMTPServerOptions => ({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('owner@example.com'), { responseCode })),
  });
  const gone = await startMailServer(t, refuse(550));
  const refused = await sender(gone.port).send(notice);
  assert.equal(refused.result === 'refused' && refused.code, '550');
  assert.match(JSON.stringify(refused), /NOTIFY_EMAIL/);
  const full = await startMailServer(t, refuse(452));
  assert.deepEqual(await sender(full.port).send(notice), { result: 'unsent', reason: 'mail-server/452' });
});

test('a wrong password is reported without the password', async (t) => {
  const { port } = await startMailServer(t, {
    onAuth: (_auth, _session, done) => done(Object.assign(new Error('no'), { responseCode: 535 })),
    allowInsecureAuth: true,
  });
  const sent = await sender(port, 'owner:hunter2@').send(notice);
  assert.equal(sent.result === 'refused' && sent.code, '535');
  assert.match(JSON.stringify(sent), /password in SMTP_URL/);
  assert.doesNotMatch(JSON.stringify(sent), /hunter2/);
});

test('a password is never sent unencrypted to another machine', async (t) => {
  const logins: unknown[] = [];
  const { port } = await startMailServer(t, {
    onAuth: (login, _session, done) => {
      logins.push(login);
      done(null, { user: 'owner' });
    },
    allowInsecureAuth: true,
  });
  // 127.1 is this machine, but the sender does not recognise it as such.
  const url = `smtp://owner:hunter2@127.1:${port}`;
  const sent = await createEmailNotice({ url, from: 'a@example.com', to: 'b@example.com' }).send(notice);
  assert.match(JSON.stringify(sent), /smtps:/);
  assert.deepEqual(logins, []);
  assert.equal((await sender(port, 'owner:hunter2@').send(notice)).result, 'accepted');
  assert.equal(logins.length, 1);
});

test('a mail server that does not answer is retried', async (t) => {
  const silent = createServer((socket) => t.after(() => socket.destroy()));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  const { send } = createEmailNotice({
    url: `smtp://127.0.0.1:${port}`,
    from: 'a@example.com',
    to: 'b@example.com',
    timeoutMs: 100,
  });
  assert.deepEqual(await send(notice), { result: 'unknown', reason: 'mail-server/EABORT' });
  silent.close();
  assert.equal((await send(notice)).result, 'unsent');
});
