import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUSINESS, OURS, type Rig, startRig, VISITOR } from './test-support/rig.ts';

const SCREEN =
  '<Response><Gather numDigits="1" timeout="8" action="/accept"><Say>Callback from Ada. Press 1.</Say></Gather><Hangup/></Response>';
const BRIDGE = `<Response><Dial action="/dialled" timeout="15" callerId="${OURS}"><Number statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">${VISITOR}</Number></Dial></Response>`;

const screen = ({ application }: Rig) => {
  application.answer('/screen', SCREEN);
  application.answer('/accept', BRIDGE);
  application.answer('/dialled', '<Response><Hangup/></Response>');
};

const order = ({ application: { url } }: Rig) => ({
  to: BUSINESS,
  from: OURS,
  url: `${url}/screen`,
  statusCallback: `${url}/status`,
  statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  timeout: 20,
});

test('an accepted call is bridged, and its webhooks come in order, each signed', async (t) => {
  const rig = await startRig(t);
  screen(rig);
  const created = await rig.client.calls.create(order(rig));
  assert.equal(created.status, 'queued');
  await rig.clock.run(60_000);
  const told = rig.application.received.map(({ path, fields }) => `${path} ${fields.CallStatus}`);
  assert.deepEqual(told, [
    '/status initiated',
    '/status ringing',
    '/status in-progress',
    '/screen in-progress',
    '/accept in-progress',
    '/leg initiated',
    '/leg ringing',
    '/leg in-progress',
    '/leg completed',
    '/dialled in-progress',
    '/status completed',
  ]);
  assert.ok(rig.application.received.every(({ signed }) => signed));
  assert.equal((await rig.client.calls(created.sid).fetch()).status, 'completed');
});
