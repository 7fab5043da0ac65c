import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';

test('an incomplete HTTP request keeps a closing server open for five seconds at most', async (t) => {
  const setup = await openHttpSetup(t);
  const port = Number(new URL(await setup.app.listen({ host: '127.0.0.1', port: 0 })).port);
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  const arrived = once(setup.app.server, 'request');
  socket.write('POST /api/v1/callbacks HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
  await arrived;
  let closed = false;
  const closing = setup.app.close().then(() => {
    closed = true;
  });
  await setup.clock.advance(4_999);
  assert.equal(closed, false);
  await setup.clock.advance(1);
  await closing;
});
