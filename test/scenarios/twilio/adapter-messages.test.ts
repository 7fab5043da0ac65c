import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAccount } from '../../../backend/adapters/twilio/client/check-account.ts';
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
  assert.deepEqual(parsed?.ok && parsed.webhook, {
    kind: 'status',
    messageId: 'm-2',
    status: 'undelivered',
    errorCode: '30003',
  });
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
