import { chooseCarrier, isSample, simulatorAccount } from './carrier.ts';
import { type ConfigProblem, configProblem, type ReadValues } from './read-values.ts';
import { checkSignIn, checkSignInSamples } from './sign-in.ts';
import { checkSpending } from './spending.ts';
import { isLoopback, isSafe } from './url-types.ts';
import type { Values, VariableName } from './variables.ts';

/** What is wrong between values that are right one by one. */
export function checkValues(read: ReadValues): ConfigProblem[] {
  return [
    ...checkCarrier(read),
    ...checkNumbers(read),
    ...checkHours(read),
    ...checkNotices(read),
    ...checkPorts(read),
    ...checkSignIn(read),
    ...checkSpending(read),
    ...checkCaptcha(read),
    ...(read.values.NODE_ENV === 'production' ? checkProduction(read) : []),
  ];
}

const neededForTwilio = [
  'TWILIO_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_NUMBER',
  'BUSINESS_NUMBER',
  'PUBLIC_BASE_URL',
] as const;

function checkCarrier({ values, given }: ReadValues): ConfigProblem[] {
  if (chooseCarrier(values) !== 'twilio') return [];
  const found = neededForTwilio
    .filter((name) => !given.has(name))
    .map((name) => configProblem(name, 'is missing: Twilio credentials not configured'));
  const sid = values.TWILIO_SID;
  const ownAccount = values.TWILIO_API_BASE_URL === undefined;
  if (sid !== undefined && ownAccount && !/^AC[0-9a-f]{32}$/i.test(sid))
    found.push(configProblem('TWILIO_SID', 'is not an Account SID'));
  const base = values.PUBLIC_BASE_URL === undefined ? undefined : new URL(values.PUBLIC_BASE_URL);
  if (base !== undefined && (base.protocol !== 'https:' || isLoopback(base)))
    found.push(configProblem('PUBLIC_BASE_URL', 'is not an https address that Twilio can reach'));
  // https://www.twilio.com/docs/voice/api/call-resource: status callbacks are not sent to such hosts
  if (base?.hostname.includes('_'))
    found.push(configProblem('PUBLIC_BASE_URL', 'has an underscore in its host, which Twilio does not call'));
  return [...found, ...(ownAccount ? checkCarrierSamples(values) : [])];
}

/** The simulator, and what stands in for a carrier, takes samples; Twilio does not. */
function checkCarrierSamples(values: Values): ConfigProblem[] {
  const suspects: [VariableName, string | undefined][] = [
    ['TWILIO_SID', values.TWILIO_SID],
    ['TWILIO_AUTH_TOKEN', values.TWILIO_AUTH_TOKEN],
    ['TWILIO_NUMBER', values.TWILIO_NUMBER?.address],
    ['BUSINESS_NUMBER', values.BUSINESS_NUMBER?.address],
    ['NOTIFY_NUMBER', values.NOTIFY_NUMBER?.address],
  ];
  return suspects
    .filter(([, value]) => value !== undefined && isSample(value))
    .map(([name]) => configProblem(name, 'is a sample value', 'Put your own in its place.'));
}

function checkNumbers({ values, given }: ReadValues): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const caller = values.TWILIO_NUMBER?.address ?? simulatorAccount.callerNumber;
  const { BUSINESS_NUMBER: business, NOTIFY_NUMBER: notify } = values;
  if (caller === business?.address)
    found.push(configProblem('BUSINESS_NUMBER', 'is the same as TWILIO_NUMBER, which would call itself'));
  if (caller === notify?.address)
    found.push(configProblem('NOTIFY_NUMBER', 'is the same as TWILIO_NUMBER, which would text itself'));
  if (notify?.textable === false)
    found.push(configProblem('NOTIFY_NUMBER', 'is a landline, which receives no texts'));
  if (business?.textable === false && !given.has('NOTIFY_NUMBER'))
    found.push(configProblem('NOTIFY_NUMBER', 'is missing, and BUSINESS_NUMBER cannot receive texts'));
  return found;
}

function checkHours({ values, given }: ReadValues): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const start = given.has('BUSINESS_HOURS_START');
  const end = given.has('BUSINESS_HOURS_END');
  if (start && !end)
    found.push(configProblem('BUSINESS_HOURS_END', 'is missing beside BUSINESS_HOURS_START'));
  if (end && !start)
    found.push(configProblem('BUSINESS_HOURS_START', 'is missing beside BUSINESS_HOURS_END'));
  if ((start || end || values.BUSINESS_WEEKDAYS_ONLY) && !given.has('BUSINESS_TIMEZONE'))
    found.push(configProblem('BUSINESS_TIMEZONE', 'is missing: opening hours mean nothing without it'));
  return found;
}

function checkNotices({ given }: ReadValues): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  if (given.has('NOTIFY_EMAIL') && !given.has('SMTP_URL'))
    found.push(configProblem('SMTP_URL', 'is missing: without a mail server nothing reaches NOTIFY_EMAIL'));
  if (given.has('NOTIFY_WEBHOOK_URL') && !given.has('NOTIFY_WEBHOOK_SECRET'))
    found.push(
      configProblem('NOTIFY_WEBHOOK_SECRET', 'is missing: NOTIFY_WEBHOOK_URL could not tell who calls'),
    );
  return found;
}

function checkPorts({ values }: ReadValues): ConfigProblem[] {
  const clash = chooseCarrier(values) === 'simulator' && values.PORT === values.SIMULATOR_PORT;
  return clash ? [configProblem('SIMULATOR_PORT', 'is the same as PORT')] : [];
}

/** Google's captcha needs both of its keys; none at all is for somebody's desk only. */
function checkCaptcha({ values, given }: ReadValues): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const site = given.has('RECAPTCHA_SITE_KEY');
  const secret = given.has('RECAPTCHA_SECRET_KEY');
  if (site && !secret)
    found.push(configProblem('RECAPTCHA_SECRET_KEY', 'is missing beside RECAPTCHA_SITE_KEY'));
  if (secret && !site)
    found.push(configProblem('RECAPTCHA_SITE_KEY', 'is missing beside RECAPTCHA_SECRET_KEY'));
  if (values.CAPTCHA === 'off' && values.NODE_ENV === 'production')
    found.push(configProblem('CAPTCHA', 'is off, which leaves the form to bots'));
  return found;
}

/** What is tolerable on somebody's desk only. */
function checkProduction(read: ReadValues): ConfigProblem[] {
  const { values, given } = read;
  const found = [...checkSamples(read), ...checkSignInSamples(read), ...checkClearText(read)];
  if (chooseCarrier(values) === undefined && !given.has('CALLBACK_PROVIDER'))
    found.push(
      configProblem(
        'CALLBACK_PROVIDER',
        'is missing: Twilio credentials not configured, and production does not turn to the simulator by itself',
        'Set TWILIO_SID and TWILIO_AUTH_TOKEN, or write simulator if no real calls are meant.',
      ),
    );
  if (!given.has('APP_SECRET')) found.push(configProblem('APP_SECRET', 'is missing'));
  if (given.has('CLOCK_SPEED'))
    found.push(configProblem('CLOCK_SPEED', 'is set: real calls take real time', 'Leave it empty.'));
  return found;
}

function checkSamples({ values }: ReadValues): ConfigProblem[] {
  const suspects: [VariableName, string | undefined][] = [
    ['APP_SECRET', values.APP_SECRET],
    ['ADMIN_API_TOKEN', values.ADMIN_API_TOKEN],
    ['NOTIFY_WEBHOOK_SECRET', values.NOTIFY_WEBHOOK_SECRET],
  ];
  return suspects
    .filter(([, value]) => value !== undefined && isSample(value))
    .map(([name]) => configProblem(name, 'is a sample value'));
}

function checkClearText({ values }: ReadValues): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const safe = (address: string | undefined) => address === undefined || isSafe(address);
  const real = chooseCarrier(values) === 'twilio';
  if (!real && !safe(values.PUBLIC_BASE_URL))
    found.push(configProblem('PUBLIC_BASE_URL', 'is not an https address'));
  if (!safe(values.FRONTEND_URL)) found.push(configProblem('FRONTEND_URL', 'is not an https address'));
  if (values.ALLOWED_ORIGINS?.every(safe) === false)
    found.push(configProblem('ALLOWED_ORIGINS', 'contains an address without https'));
  return found;
}
