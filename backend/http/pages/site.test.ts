import assert from 'node:assert/strict';
import { test } from 'node:test';
import { site as siteSchema } from '../../../contract/site.ts';
import { type HttpSetupOptions, openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { sameEachDay } from '../../domain/site/business-hours.ts';

const officeHours = sameEachDay({ start: 540, end: 1020, zone: 'America/New_York', weekdaysOnly: true });

async function siteAt(t: Parameters<typeof openHttpSetup>[0], options: HttpSetupOptions, wait = 0) {
  const setup = await openHttpSetup(t, options);
  await setup.clock.advance(wait);
  const answer = await setup.app.inject('/api/v1/site');
  assert.equal(answer.statusCode, 200);
  return siteSchema.strict().parse(answer.json());
}

test('a page gets the business, the countries and the limits of the fields', async (t) => {
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

test('a business without hours is always open', async (t) => {
  const site = await siteAt(t, {});
  assert.deepEqual([site.open, site.next_opening, site.closed_message], [true, null, null]);
});

test('a closed business has its next opening in local time and a message', async (t) => {
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

test('a business is open within its hours', async (t) => {
  const site = await siteAt(t, { site: { hours: officeHours } });
  assert.deepEqual([site.open, site.next_opening, site.closed_message], [true, null, null]);
});

test('a page gets the country code, and a mobile as people write it after that code', async (t) => {
  for (const [country, phone] of [
    ['US', { prefix: '+1', example: '201 555 0123' }],
    ['GB', { prefix: '+44', example: '7400 123456' }],
    ['DE', { prefix: '+49', example: '1512 3456789' }],
  ] as const)
    assert.deepEqual((await siteAt(t, { site: { countries: [country] } })).phone, phone, country);
});

test('a page gets the expected wait only while others wait', async (t) => {
  const setup = await openHttpSetup(t);
  const wait = async () => (await setup.app.inject('/api/v1/site')).json().expected_wait_seconds;
  assert.equal(await wait(), null);
  const { queuePosition } = setup.store;
  setup.store.queuePosition = async () => ({ ahead: 2, meanHoldMs: 60_000 });
  t.after(() => Object.assign(setup.store, { queuePosition }));
  assert.equal(await wait(), 180);
});

test('a page gets the colours of the brand for both schemes, and its logo', async (t) => {
  const brandLogoUrl = 'https://www.example.com/logo.svg';
  const { brand } = await siteAt(t, { site: { brandColor: '#FFD400', brandLogoUrl } });
  assert.equal(brand.logo_url, brandLogoUrl);
  assert.equal(brand.colors?.dark.accent, '#ffd400');
  assert.notEqual(brand.colors?.light.accent, '#ffd400');
  assert.deepEqual((await siteAt(t, {})).brand, { colors: null, logo_url: null });
});
