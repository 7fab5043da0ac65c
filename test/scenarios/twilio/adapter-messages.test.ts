import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAccount } from '../../../backend/adapters/twilio/client/check-account.ts';
import { createTwilioMessages } from '../../../backend/adapters/twilio/messages.ts';
import { business, lines, platformNumber, startAdapterSetup, visitor } from './adapter-setup.ts';

test('a text message is accepted, and its delivery report arrives', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.setPhone({ number: business, script: 'unreachable' });
  const send = (messageId: string, to: string) =>
    setup.messages.send({ messageId, to, from: platformNumber, body: 'Hello' });
  assert.equal((await send('m-1', visitor)).result, 'accepted');
  await setup.clock.run(30_000);
  assert.equal(lines(setup).at(-1), 'text delivered');
  assert.equal((await send('m-2', business)).result, 'accepted');
  await setup.clock.run(30_000);
  const parsed = setup.heard.at(-1)?.parsed;
  assert.ok(parsed?.ok && parsed.webhook.kind === 'status');
  const { error, sid, ...report } = parsed.webhook;
  assert.deepEqual(report, {
    kind: 'status',
    messageId: 'm-2',
    status: 'undelivered',
    errorCode: '30003',
  });
  assert.equal(error?.class, 'bad-number');
  assert.equal(sid, setup.simulator.messages({ to: business })[0]?.sid);
});

// rule: notice-report-asked-for
test('a message whose report was lost is fetched with its status', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.setPhone({ number: business, script: 'unreachable' });
  setup.simulator.addFault({ kind: 'drop', times: 9, ms: 0, webhook: 'message-status' });
  const sent = await setup.messages.send({
    messageId: 'm-1',
    to: business,
    from: platformNumber,
    body: 'Hi',
  });
  assert.ok(sent.result === 'accepted');
  const { sid } = sent;
  assert.deepEqual(await setup.messages.fetch(sid), { sid, status: 'queued', errorCode: undefined });
  await setup.clock.run(30_000);
  assert.deepEqual(lines(setup), []);
  assert.deepEqual(await setup.messages.fetch(sid), { sid, status: 'undelivered', errorCode: '30003' });
  assert.equal(await setup.messages.fetch(`SM${'0'.repeat(32)}`), undefined);
  setup.simulator.addFault({ kind: '500', times: 1, ms: 0 });
  await assert.rejects(setup.messages.fetch(sid), { code: 'carrier-fault', retryable: true });
});

// rule: lost-answer-ends-repeats
test('a message whose answer was lost is found by its numbers, and not by others', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.addFault({ kind: 'answer-lost', times: 1, ms: 0, resource: 'messages' });
  const text = { messageId: 'm-1', to: visitor, from: platformNumber, body: 'Reference K7M-42QP' };
  assert.equal((await setup.messages.send(text)).result, 'unknown');
  await setup.clock.run(10_000);
  const found = await setup.messages.find(visitor, platformNumber);
  assert.deepEqual(
    found?.map(({ body, status }) => [body, status]),
    [['Reference K7M-42QP', 'delivered']],
  );
  assert.ok(Math.abs((found?.[0]?.createdAt ?? 0) - setup.clock.now()) <= 11_000);
  assert.deepEqual(await setup.messages.find(business, platformNumber), []);
  const unknownKey = createTwilioMessages({
    client: setup.clientWith('wrong token'),
    publicBaseUrl: 'https://callback.example',
    authTokens: [],
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await assert.rejects(unknownKey.find(visitor, platformNumber), { retryable: false });
});

test('after STOP a number is refused, after START it is accepted again', async (t) => {
  const setup = await startAdapterSetup(t);
  const send = () =>
    setup.messages.send({ messageId: 'm-1', to: visitor, from: platformNumber, body: 'Hello' });
  const heardOptOut = () => {
    const parsed = setup.heard.at(-1)?.parsed;
    return parsed?.ok && parsed.webhook.kind === 'inbound' ? parsed.webhook.optOut : 'nothing heard';
  };
  setup.simulator.messageFrom({ from: visitor, to: platformNumber, body: 'Stop' });
  await setup.clock.run(5_000);
  assert.equal(heardOptOut(), 'stop');
  const sent = await send();
  assert.ok(sent.result === 'refused');
  assert.equal(sent.refusal.class, 'opted-out');
  setup.simulator.messageFrom({ from: visitor, to: platformNumber, body: 'START' });
  await setup.clock.run(5_000);
  assert.equal(heardOptOut(), 'start');
  assert.equal((await send()).result, 'accepted');
});

test('a caller of the platform’s number hears the business name', async (t) => {
  const setup = await startAdapterSetup(t);
  setup.simulator.callFrom({ from: visitor, to: platformNumber });
  await setup.clock.run(30_000);
  assert.deepEqual(lines(setup), ['inbound-call']);
  assert.deepEqual(setup.simulator.calls()[0]?.heard, ['This number belongs to Bob & Sons.']);
});

test('the account check tells valid keys from wrong ones and own numbers from others', async (t) => {
  const setup = await startAdapterSetup(t, { settings: { trial: true } });
  const both = { calls: true, texts: true };
  assert.deepEqual(await checkAccount(setup.client, platformNumber), {
    ok: true,
    status: 'active',
    trial: true,
    number: both,
  });
  const stranger = await checkAccount(setup.client, '+12015550199');
  assert.ok(stranger.ok);
  assert.equal(stranger.number, undefined);
  const wrong = await checkAccount(setup.clientWith('wrong token'), platformNumber);
  assert.ok(!wrong.ok && wrong.reason === 'refused');
  assert.equal(wrong.refusal.code, '20003');
});
