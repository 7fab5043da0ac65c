import { isSamePhone } from '../domain/phone-number.ts';
import { chooseCarrier, isSample, simulatorAccount } from './carrier.ts';
import { checkNotices } from './notices.ts';
import {
  type ConfigProblem,
  checkPair,
  configProblem,
  type ReadValues,
  secretCommand,
  setCommand,
  unsetCommand,
} from './read-values.ts';
import { checkSignIn, checkSignInSamples } from './sign-in.ts';
import { checkSpending } from './spending.ts';
import { isLoopback, isSafe } from './values/url-types.ts';
import type { Values, VariableName } from './variables.ts';
import { checkWebhooks } from './webhooks.ts';

/** Finds values that are valid alone and wrong together. */
export function checkValues(read: ReadValues): ConfigProblem[] {
  return [
    ...checkCarrier(read),
    ...checkNumbers(read),
    ...checkHours(read),
    ...checkNotices(read),
    ...checkWebhooks(read),
    ...checkPorts(read),
    ...checkSignIn(read),
    ...checkSpending(read),
    ...checkCaptcha(read),
    ...checkDatabase(read),
    ...(read.values.NODE_ENV === 'production' ? checkProduction(read) : []),
  ];
}

/** A file beside the database cannot hold the secret of servers that share a database. */
function checkDatabase({ given }: ReadValues): ConfigProblem[] {
  if (!given.has('DATABASE_URL')) return [];
  const found = given.has('DATABASE_PATH')
    ? [configProblem('DATABASE_PATH', 'is set together with DATABASE_URL', 'Remove one of them.')]
    : [];
  if (!given.has('APP_SECRET'))
    found.push(
      configProblem(
        'APP_SECRET',
        'is missing: every server on DATABASE_URL needs the same secret',
        undefined,
        secretCommand('APP_SECRET'),
      ),
    );
  return found;
}

/** What Twilio needs, and the problem when it is missing. */
const neededForTwilio = {
  TWILIO_SID: 'is missing: Twilio credentials not configured',
  TWILIO_AUTH_TOKEN: 'is missing: Twilio credentials not configured',
  TWILIO_NUMBER: 'is missing: Twilio calls and texts from it',
  BUSINESS_NUMBER: 'is missing: it is the phone that rings first',
  PUBLIC_BASE_URL: 'is missing: Twilio reports every step of a call to this server',
} as const;

function checkCarrier({ values, given }: ReadValues): ConfigProblem[] {
  if (chooseCarrier(values) !== 'twilio') return [];
  const found = Object.entries(neededForTwilio)
    .filter(([name]) => !given.has(name as VariableName))
    .map(([name, problem]) => configProblem(name as VariableName, problem));
  const sid = values.TWILIO_SID;
  const usesTwilioApi = values.TWILIO_API_BASE_URL === undefined;
  if (sid !== undefined && usesTwilioApi && !/^AC[0-9a-f]{32}$/i.test(sid))
    found.push(configProblem('TWILIO_SID', 'is not an Account SID'));
  const base = values.PUBLIC_BASE_URL === undefined ? undefined : new URL(values.PUBLIC_BASE_URL);
  if (base !== undefined && (base.protocol !== 'https:' || isLoopback(base)))
    found.push(
      configProblem(
        'PUBLIC_BASE_URL',
        isLoopback(base)
          ? 'is this machine, which Twilio cannot reach'
          : 'begins with http: Twilio needs https',
        'Write the public https address of this server; the README shows how a tunnel gives one.',
      ),
    );
  // Twilio sends no status callbacks to such hosts: https://www.twilio.com/docs/voice/api/call-resource
  if (base?.hostname.includes('_'))
    found.push(
      configProblem('PUBLIC_BASE_URL', 'has an underscore in its host, which Twilio does not support'),
    );
  return [...found, ...(usesTwilioApi ? checkCarrierSamples(values) : [])];
}

/** The simulator and compatible carriers accept sample values; Twilio does not. */
function checkCarrierSamples(values: Values): ConfigProblem[] {
  return findSamples(
    [
      ['TWILIO_SID', values.TWILIO_SID],
      ['TWILIO_AUTH_TOKEN', values.TWILIO_AUTH_TOKEN],
      ['TWILIO_NUMBER', values.TWILIO_NUMBER?.address],
      ['BUSINESS_NUMBER', values.BUSINESS_NUMBER?.address],
      ['NOTIFY_NUMBER', values.NOTIFY_NUMBER?.address],
    ],
    'Replace it with your own.',
  );
}

function findSamples(suspects: readonly [VariableName, string | undefined][], fix?: string): ConfigProblem[] {
  return suspects
    .filter(([, value]) => value !== undefined && isSample(value))
    .map(([name]) => configProblem(name, 'is a sample value', fix));
}

function checkNumbers({ values, given }: ReadValues): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const caller = values.TWILIO_NUMBER?.address ?? simulatorAccount.callerNumber;
  const { BUSINESS_NUMBER: business, NOTIFY_NUMBER: notify } = values;
  const callerName = given.has('TWILIO_NUMBER') ? 'TWILIO_NUMBER' : "the simulator's caller number";
  const differ = `Write another number: the calls come from ${callerName}.`;
  if (business !== undefined && isSamePhone(caller, business.address))
    found.push(
      configProblem(
        'BUSINESS_NUMBER',
        `is the same as ${callerName}: the number would call itself`,
        `${differ} BUSINESS_NUMBER is the phone that rings first.`,
      ),
    );
  if (notify !== undefined && isSamePhone(caller, notify.address))
    found.push(
      configProblem(
        'NOTIFY_NUMBER',
        `is the same as ${callerName}: the number would text itself`,
        `${differ} NOTIFY_NUMBER is the mobile phone that receives missed-call messages.`,
      ),
    );
  if (notify?.textable === false)
    found.push(
      configProblem(
        'NOTIFY_NUMBER',
        'is a landline, which cannot receive text messages',
        'Write the number of a mobile phone.',
      ),
    );
  if (business?.textable === false && !given.has('NOTIFY_NUMBER'))
    found.push(configProblem('NOTIFY_NUMBER', 'is missing: BUSINESS_NUMBER cannot receive text messages'));
  return found;
}

const hoursVariables = [
  'BUSINESS_HOURS',
  'BUSINESS_HOURS_START',
  'BUSINESS_HOURS_END',
  'HOLIDAYS',
  'CLOSED_DATES',
] as const;

function checkHours({ values, given }: ReadValues): ConfigProblem[] {
  const found = checkPair(given, 'BUSINESS_HOURS_START', 'BUSINESS_HOURS_END');
  const usesHours = hoursVariables.some((name) => given.has(name)) || values.BUSINESS_WEEKDAYS_ONLY;
  if (usesHours && !given.has('BUSINESS_TIMEZONE'))
    found.push(
      configProblem(
        'BUSINESS_TIMEZONE',
        'is missing: opening hours need a time zone',
        undefined,
        setCommand('BUSINESS_TIMEZONE', Intl.DateTimeFormat().resolvedOptions().timeZone),
      ),
    );
  const other = values.BUSINESS_WEEKDAYS_ONLY ? 'BUSINESS_WEEKDAYS_ONLY' : 'BUSINESS_HOURS_START';
  if (given.has('BUSINESS_HOURS') && (given.has(other) || values.BUSINESS_WEEKDAYS_ONLY))
    found.push(
      configProblem(
        'BUSINESS_HOURS',
        `is set together with ${other}`,
        `Remove ${other}: BUSINESS_HOURS says it all.`,
      ),
    );
  if (values.BUSINESS_HOURS?.some(({ holidays }) => holidays) && !given.has('HOLIDAYS'))
    found.push(configProblem('HOLIDAYS', 'is missing: BUSINESS_HOURS has a rule for public holidays (PH)'));
  return found;
}

function checkPorts({ values }: ReadValues): ConfigProblem[] {
  const clash = chooseCarrier(values) === 'simulator' && values.PORT === values.SIMULATOR_PORT;
  if (!clash) return [];
  const other = String(values.PORT === 8502 ? 8503 : 8502);
  return [
    configProblem('SIMULATOR_PORT', 'is the same as PORT', undefined, setCommand('SIMULATOR_PORT', other)),
  ];
}

function checkCaptcha({ values, given }: ReadValues): ConfigProblem[] {
  const found = checkPair(given, 'RECAPTCHA_SITE_KEY', 'RECAPTCHA_SECRET_KEY');
  if (values.CAPTCHA === 'off' && values.NODE_ENV === 'production')
    found.push(
      configProblem('CAPTCHA', 'is off: bots could use the form', undefined, setCommand('CAPTCHA', 'pow')),
    );
  return found;
}

/** Finds settings that are acceptable in development only. */
function checkProduction(read: ReadValues): ConfigProblem[] {
  const { values, given } = read;
  const found = [...checkSecretSamples(read), ...checkSignInSamples(read), ...checkClearText(read)];
  if (chooseCarrier(values) === undefined && !given.has('CALLBACK_PROVIDER'))
    found.push(
      configProblem(
        'CALLBACK_PROVIDER',
        'is missing: Twilio credentials not configured, and production never chooses the simulator by default',
        'Set TWILIO_SID and TWILIO_AUTH_TOKEN, or write simulator if you want no real calls.',
      ),
    );
  if (!given.has('APP_SECRET'))
    found.push(configProblem('APP_SECRET', 'is missing', undefined, secretCommand('APP_SECRET')));
  if (given.has('CLOCK_SPEED'))
    found.push(
      configProblem(
        'CLOCK_SPEED',
        'is set: real calls need the real time',
        'Leave it empty.',
        unsetCommand('CLOCK_SPEED'),
      ),
    );
  return found;
}

function checkSecretSamples({ values }: ReadValues): ConfigProblem[] {
  const samples = findSamples([
    ['APP_SECRET', values.APP_SECRET],
    ['ADMIN_API_TOKEN', values.ADMIN_API_TOKEN],
    ['METRICS_TOKEN', values.METRICS_TOKEN],
    ['NOTIFY_WEBHOOK_SECRET', values.NOTIFY_WEBHOOK_SECRET],
    ['WEBHOOK_SECRET', values.WEBHOOK_SECRET],
  ]);
  return samples.map((sample) => ({ ...sample, command: secretCommand(sample.variable) }));
}

function checkClearText({ values }: ReadValues): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const isAcceptable = (address: string | undefined) => address === undefined || isSafe(address);
  // For Twilio, checkCarrier has reported it already.
  const isReported = chooseCarrier(values) === 'twilio';
  if (!isReported && !isAcceptable(values.PUBLIC_BASE_URL))
    found.push(configProblem('PUBLIC_BASE_URL', 'is not an https address'));
  if (!isAcceptable(values.FRONTEND_URL))
    found.push(configProblem('FRONTEND_URL', 'is not an https address'));
  if (values.ALLOWED_ORIGINS?.every(isAcceptable) === false)
    found.push(configProblem('ALLOWED_ORIGINS', 'contains an address without https'));
  if (!values.FRAME_ANCESTORS.every(isAcceptable))
    found.push(configProblem('FRAME_ANCESTORS', 'contains an address without https'));
  return found;
}
