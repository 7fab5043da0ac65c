import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as otpauth from 'otpauth';
import { adminToken, openInstallation } from '../../support/operate/installation.ts';

test('commands work with a second factor, and end it when the phone is lost', async (t) => {
  const installation = await openInstallation(t);
  await installation.start();
  const ask = (path: string, body: object, method = 'POST') =>
    fetch(`http://127.0.0.1:${installation.port}/api/v1/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const begun = (await (await ask('/totp/begin', {})).json()) as { otpauth_uri: string };
  const code = otpauth.URI.parse(begun.otpauth_uri).generate();
  assert.equal((await ask('/totp/confirm', { code })).status, 200);
  assert.equal((await ask('/callbacks/search', {})).status, 401);

  const listed = await installation.run('second-factor', 'list');
  assert.match(listed.output, /configured +admin +code +ADMIN_API_TOKEN/);
  assert.equal((await installation.run('second-factor', 'off', 'Ana')).code, 1);
  assert.equal((await installation.run('second-factor', 'off')).code, 2);
  const secret = join(installation.folder, 'data/app-secret');
  renameSync(secret, `${secret}.away`);
  const unproven = await installation.run('second-factor', 'off', 'ADMIN_API_TOKEN');
  assert.deepEqual([unproven.code, /APP_SECRET/.test(unproven.output)], [1, true], unproven.output);
  renameSync(`${secret}.away`, secret);
  const off = await installation.run('second-factor', 'off', 'ADMIN_API_TOKEN');
  assert.deepEqual([off.code, /signs in without a code now/.test(off.output)], [0, true], off.output);
  assert.equal((await ask('/callbacks/search', {})).status, 200);
  const audit = await (await ask('/audit/search', { event: 'second-factor-removed' })).json();
  assert.deepEqual(
    (audit as { items: { actor: string; data: object }[] }).items.map(({ actor, data }) => [actor, data]),
    [['admin', { token: 'configured' }]],
  );
  await installation.stop();
  const silent = await installation.run('second-factor', 'off', 'ADMIN_API_TOKEN');
  assert.deepEqual([silent.code, /No server answers/.test(silent.output)], [1, true], silent.output);
});
