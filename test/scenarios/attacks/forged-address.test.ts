import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HttpSetup, openHttpSetup } from '../../support/http/http-setup.ts';

/** How many of thirty requests are accepted, each with another forged address. */
async function admitted(
  setup: HttpSetup,
  forge: (address: string) => Record<string, string>,
): Promise<number> {
  let count = 0;
  for (let number = 1; number <= 30; number += 1) {
    const answer = await setup.app.inject({
      method: 'POST',
      url: '/api/v1/callbacks',
      headers: forge(`198.51.100.${number}`),
      payload: { name: 'Mallory', phone: `+12015550${100 + number}` },
      remoteAddress: '127.0.0.1',
    });
    if (answer.statusCode === 201) count += 1;
  }
  return count;
}

test('behind a trusted proxy, a forged X-Forwarded-For prefix changes nothing', async (t) => {
  const setup = await openHttpSetup(t, { settings: { trustedProxies: ['loopback'] } });
  const forge = (address: string) => ({
    'x-forwarded-for': `${address}, 203.0.113.7`,
    'cf-connecting-ip': address,
  });
  assert.equal(await admitted(setup, forge), 5);
});

test('an IPv6 /64 network counts as one client', async (t) => {
  const setup = await openHttpSetup(t, { settings: { trustedProxies: ['loopback'] } });
  const forge = (address: string) => ({ 'x-forwarded-for': `2001:db8:1:2::${address.split('.')[3]}` });
  assert.equal(await admitted(setup, forge), 5);
});
