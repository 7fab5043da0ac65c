import assert from 'node:assert/strict';
import { test } from 'node:test';
import { site as siteSchema } from '../../../contract/site.ts';
import { type HttpSetupOptions, openHttpSetup } from '../../../test/support/http/http-setup.ts';

const officeHours = { start: 540, end: 1020, zone: 'America/New_York', weekdaysOnly: true };

async function siteAt(t: Parameters<typeof openHttpSetup>[0], options: HttpSetupOptions, wait = 0) {
  const rig = await openHttpSetup(t, options);
  await rig.clock.advance(wait);
  const answer = await rig.app.inject('/api/v1/site');
  assert.equal(answer.statusCode, 200);
  return siteSchema.strict().parse(answer.json());
}

test('a page learns who will call, from where calls are taken and how long fields may be', async (t) => {
  const site = await siteAt(t, { site: { countries: ['US', 'CA'], recordCalls: true } });
  assert.equal(site.business_name, 'Riverside Bakery');
  assert.equal(site.business_number, '+1 201 555 0100');
  assert.deepEqual([site.country, site.countries], ['US', ['US', 'CA']]);
  assert.deepEqual(site.sign_in, { required: false, providers: [] });
  assert.deepEqual(site.captcha, { kind: 'none', site_key: null });
  assert.equal(site.recorded, true);
  assert.equal(site.carrier, 'simulator');
  assert.equal(site.limits.code_length, 6);
  assert.equal(site.limits.subject_length, 140);
});

test('without hours it is always open', async (t) => {
  const site = await siteAt(t, {});
  assert.deepEqual([site.open, site.next_opening, site.closed_message], [true, null, null]);
});

test('while closed it says when it opens, by the clock of the business, and what happens instead', async (t) => {
  // The clock starts on Monday 7 January 2030 at 10:00 in New York; ten hours later it is evening.
  const site = await siteAt(t, { site: { hours: officeHours } }, 10 * 3_600_000);
  assert.equal(site.open, false);
  assert.deepEqual(site.next_opening, {
    at: '2030-01-08T14:00:00.000Z',
    local: 'Tue 8 Jan 09:00',
    time_zone: 'America/New_York',
  });
  assert.match(site.closed_message ?? '', /Riverside Bakery is closed.*texted/);
});

test('within its hours it is open', async (t) => {
  const site = await siteAt(t, { site: { hours: officeHours } });
  assert.deepEqual([site.open, site.next_opening, site.closed_message], [true, null, null]);
});
