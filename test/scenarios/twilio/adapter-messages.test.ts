import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAccount } from '../../../backend/adapters/twilio/client/check-account.ts';
import { business, lines, ours, startAdapterRig, visitor } from './adapter-setup.ts';

test('a text is accepted, and its fate is heard', async (t) => {
  const rig = await startAdapterRig(t);
  rig.simulator.setPhone({ number: business, script: 'unreachable' });
  const send = (messageId: string, to: string) =>
    rig.messages.send({ messageId, to, from: ours, body: 'Hello' });
  assert.equal((await send('m-1', visitor)).result, 'accepted');
  await rig.clock.run(30_000);
  assert.equal(lines(rig).at(-1), 'text delivered');
  assert.equal((await send('m-2', business)).result, 'accepted');
  await rig.clock.run(30_000);
  const parsed = rig.heard.at(-1)?.parsed;
  assert.deepEqual(parsed?.ok && parsed.webhook, {
    kind: 'status',
    messageId: 'm-2',
    status: 'undelivered',
    errorCode: '30003',
  });
});

test('who texts STOP is heard, refused from then on, and accepted again after START', async (t) => {
  const rig = await startAdapterRig(t);
  const send = () => rig.messages.send({ messageId: 'm-1', to: visitor, from: ours, body: 'Hello' });
  const heardOptOut = () => {
    const parsed = rig.heard.at(-1)?.parsed;
    return parsed?.ok && parsed.webhook.kind === 'inbound' ? parsed.webhook.optOut : 'nothing heard';
  };
  rig.simulator.textFrom({ from: visitor, to: ours, body: 'Stop' });
  await rig.clock.run(5_000);
  assert.equal(heardOptOut(), 'stop');
  const sent = await send();
  assert.ok(sent.result === 'refused');
  assert.equal(sent.refusal.class, 'opted-out');
  rig.simulator.textFrom({ from: visitor, to: ours, body: 'START' });
  await rig.clock.run(5_000);
  assert.equal(heardOptOut(), 'start');
  assert.equal((await send()).result, 'accepted');
});

test('who calls our number hears whose it is', async (t) => {
  const rig = await startAdapterRig(t);
  rig.simulator.callFrom({ from: visitor, to: ours });
  await rig.clock.run(30_000);
  assert.deepEqual(lines(rig), ['inbound-call']);
  assert.deepEqual(rig.simulator.calls()[0]?.heard, ['This number belongs to Bob & Sons.']);
});

test('the account check tells right keys from wrong ones and ours from a stranger number', async (t) => {
  const rig = await startAdapterRig(t, { settings: { trial: true } });
  const both = { calls: true, texts: true };
  assert.deepEqual(await checkAccount(rig.client, ours), {
    ok: true,
    status: 'active',
    trial: true,
    number: both,
  });
  const stranger = await checkAccount(rig.client, '+12015550199');
  assert.ok(stranger.ok);
  assert.equal(stranger.number, undefined);
  const wrong = await checkAccount(rig.clientWith('wrong token'), ours);
  assert.ok(!wrong.ok && wrong.reason === 'refused');
  assert.equal(wrong.refusal.code, '20003');
});
