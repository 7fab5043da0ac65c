import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { checkEnvFile } from './env-file/check-env-file.ts';
import { readConfig } from './read-config.ts';
import type { ConfigProblem, Environment } from './read-values.ts';
import { acceptConfig, atTwilio } from './test-support.ts';

/** A wrong value; the variable that the first message names; what its problem and fix must say. */
type WrongValue = [environment: Environment, variable: string, problem: RegExp, fix: RegExp];

const wrongValues: WrongValue[] = [
  [
    { DATABASE_URL: 'mysql://db/callbacks' },
    'DATABASE_URL',
    /Postgres/,
    /postgres:\/\/user:password@host\/name/,
  ],
  [{ DATABASE_URL: 'postgres://db.example.com' }, 'DATABASE_URL', /Postgres/, /host\/name/],
  [{ DATABASE_URL: 'postgres://db.example.com/calls' }, 'APP_SECRET', /every server/, /openssl rand/],
  [
    { DATABASE_URL: 'postgres://db/calls', DATABASE_PATH: 'a.db', APP_SECRET: 'f3a9'.repeat(12) },
    'DATABASE_PATH',
    /together with DATABASE_URL/,
    /Remove one/,
  ],
  [{ BUSINESS_NUMBER: '(201) 555-0123' }, 'BUSINESS_NUMBER', /no country code/, /write it as \+12015550123/],
  [
    { BUSINESS_NUMBER: '0049 30 12345678' },
    'BUSINESS_NUMBER',
    /no country code/,
    /Write it as \+493012345678/,
  ],
  [{ BUSINESS_NUMBER: '49 30 12345678' }, 'BUSINESS_NUMBER', /no country code/, /Write it as \+493012345678/],
  [{ BUSINESS_NUMBER: '030 12345678' }, 'BUSINESS_NUMBER', /no country code/, /its country code first/],
  [{ NOTIFY_NUMBER: '+44 20 7946 0018' }, 'NOTIFY_NUMBER', /landline/, /mobile/],
  [{ BUSINESS_NUMBER: '+12015550100' }, 'BUSINESS_NUMBER', /simulator's caller number/, /another number/],
  [{ ...atTwilio, TWILIO_NUMBER: '+14156710101' }, 'BUSINESS_NUMBER', /same as TWILIO_NUMBER/, /rings first/],
  [{ ...atTwilio, NOTIFY_NUMBER: '+12127365000' }, 'NOTIFY_NUMBER', /text itself/, /mobile phone/],
  [
    { ...atTwilio, PUBLIC_BASE_URL: '' },
    'PUBLIC_BASE_URL',
    /missing: Twilio reports/,
    /public https address/,
  ],
  [{ ...atTwilio, PUBLIC_BASE_URL: 'http://127.0.0.1:8501' }, 'PUBLIC_BASE_URL', /this machine/, /tunnel/],
  [{ ...atTwilio, PUBLIC_BASE_URL: 'http://calls.example.com' }, 'PUBLIC_BASE_URL', /needs https/, /https/],
  [
    { ...atTwilio, PUBLIC_BASE_URL: 'calls.example.com' },
    'PUBLIC_BASE_URL',
    /not a web address/,
    /https:\/\//,
  ],
  [{ ...atTwilio, TWILIO_SID: 'SK0123' }, 'TWILIO_SID', /not an Account SID/, /AC and 32/],
  [{ ...atTwilio, TWILIO_AUTH_TOKEN: '' }, 'TWILIO_AUTH_TOKEN', /credentials not configured/, /first page/],
  [{ TWILIO_ACCOUNT_SID: 'AC1' }, 'TWILIO_ACCOUNT_SID', /not a known setting/, /Did you mean TWILIO_SID/],
  [{ BUSINESS_TIMEZONE: 'Berlin' }, 'BUSINESS_TIMEZONE', /time zone/, /Did you mean Europe\/Berlin/],
  [{ BUSINESS_TIMEZONE: 'new york' }, 'BUSINESS_TIMEZONE', /time zone/, /Did you mean America\/New_York/],
  [{ BUSINESS_TIMEZONE: 'Europe/Londn' }, 'BUSINESS_TIMEZONE', /time zone/, /Did you mean Europe\/London/],
  [{ ALLOWED_COUNTRIES: 'UK,US' }, 'ALLOWED_COUNTRIES', /contains UK/, /Did you mean GB/],
  [{ ALLOWED_COUNTRIES: 'Germany' }, 'ALLOWED_COUNTRIES', /contains GERMANY/, /Did you mean DE/],
  [{ ALLOWED_COUNTRIES: 'US,XX' }, 'ALLOWED_COUNTRIES', /contains XX/, /Territories/],
  [{ BUSINESS_NUMBER: 'sip:owner' }, 'BUSINESS_NUMBER', /not a phone number/, /such as sip:owner@/],
  [{ NOTIFY_NUMBER: 'owner@example.com' }, 'NOTIFY_NUMBER', /not a phone number/, /mobile phone/],
  [{ DAILY_BUDGET: '50,00' }, 'DAILY_BUDGET', /not a number/, /such as 50 or 49\.50/],
  [{ DAILY_BUDGET: '50$' }, 'DAILY_BUDGET', /not a number/, /such as 50 or 49\.50/],
  [{ PORT: '80 80' }, 'PORT', /not a number/, /free port/],
];

function firstProblem(environment: Environment): ConfigProblem | undefined {
  const read = readConfig(environment);
  return read.ok ? undefined : read.problems.at(0);
}

test('each wrong value is explained by the first message', () => {
  for (const [environment, variable, problem, fix] of wrongValues) {
    const first = firstProblem(environment);
    const about = JSON.stringify([environment, first]);
    assert.equal(first?.variable, variable, about);
    assert.match(first.problem, problem, about);
    assert.match(first.fix, fix, about);
  }
});

function warningsOf(environment: Environment): string[] {
  const { warnings } = readConfig(environment);
  return warnings.map(({ variable, problem, fix }) => `${variable} ${problem} ${fix}`);
}

test('a time zone without summer time is warned about with the right one', () => {
  const warning = (zone: string) => warningsOf({ BUSINESS_TIMEZONE: zone }).join();
  assert.match(warning('EST'), /^BUSINESS_TIMEZONE is EST, which has no summer time .*America\/New_York/);
  assert.match(warning('MST'), /America\/Denver/);
  assert.match(warning('GMT'), /Europe\/London/);
  assert.match(warning('Etc/GMT+6'), /America\/Chicago/);
  for (const meant of ['America/New_York', 'Europe/Berlin', 'America/Phoenix', 'UTC', 'EST5EDT', 'HST'])
    assert.equal(warning(meant), '', meant);
});

test('a business in a territory is told that its mainland is not called', () => {
  const warning = (business: string, allowed?: string) =>
    warningsOf({ BUSINESS_NUMBER: business, ALLOWED_COUNTRIES: allowed }).join();
  assert.match(warning('+1 787 555 0123'), /only numbers of PR are called.*ALLOWED_COUNTRIES=PR,US/);
  assert.match(warning('+44 7797 712345'), /only numbers of JE are called.*ALLOWED_COUNTRIES=JE,GB/);
  assert.equal(warning('+1 787 555 0123', 'PR'), '');
  for (const mainland of ['+1 201 555 0123', '+44 7400 123456', '+49 1512 3456789'])
    assert.equal(warning(mainland), '', mainland);
});

test('a copied value loses its invisible characters, quotes and tel:', () => {
  const business = (written: string) => acceptConfig({ BUSINESS_NUMBER: written }).site.businessNumber;
  for (const written of [
    'tel:+12015550150',
    '\u200b+1\u00a0201\u2011555\u20110150',
    '\u201c+12015550150\u201d',
  ])
    assert.equal(business(written), '+12015550150', written);
  const base = acceptConfig({ PUBLIC_BASE_URL: '\u200bhttps://calls.example.com\ufeff' });
  assert.equal(base.publicBaseUrl, 'https://calls.example.com');
  assert.equal(acceptConfig({ BUSINESS_NAME: '\u2068Caf\u00e9\u2069' }).site.businessName, 'Caf\u00e9');
});

test('a byte order mark belongs to no name', () => {
  const file = '\ufeffBUSINESS_NAME=Example\r\nPORT=8600\r\n';
  const config = acceptConfig(parseEnv(file));
  assert.equal(config.site.businessName, 'Example');
  assert.equal(config.port, 8600);
  assert.equal(acceptConfig({ '\ufeffexport PORT': '1', '\ufeffHOST': '0.0.0.0' }).host, '0.0.0.0');
});

test('an unquoted # in .env is warned about, a comment is not', () => {
  const found = (content: string) => checkEnvFile(Buffer.from(content)).map(({ variable }) => variable);
  assert.deepEqual(found('SMTP_URL=smtps://user:pass#word@mail.example.com'), ['SMTP_URL']);
  assert.deepEqual(found('PORT=8600\r\nexport ADMIN_API_TOKEN = ab#cd # mine\r\n'), ['ADMIN_API_TOKEN']);
  assert.deepEqual(found('A="pass#word"\nB=\'pass#word\'\nC=value # comment\n# D=a#b\nE= # empty\n'), []);
});

test('a .env that an editor saved in UTF-16 is named as such', () => {
  const [found, ...others] = checkEnvFile(Buffer.from('PORT=8600\r\n', 'utf16le'));
  assert.deepEqual([found?.variable, others], ['.env', []]);
  assert.match(found?.fix ?? '', /UTF-8/);
});

test('a number may carry the channel that Twilio’s console writes before it', () => {
  for (const typed of ['whatsapp:+12015550144', 'WhatsApp: +1 201 555 0144', 'tel:+12015550144'])
    assert.equal(acceptConfig({ WHATSAPP_NUMBER: typed }).signIn.whatsappNumber, '+12015550144', typed);
});
