import type { CarrierFacts, OwnNumber } from '../../adapters/twilio/client/carrier-facts.ts';
import type { AccountCheck } from '../../adapters/twilio/client/check-account.ts';
import type { Config } from '../../config/config.ts';
import { isSamePhone } from '../../domain/phone-number.ts';
import { type Check, type Finding, fail, type Outcome, pass, skip, warn } from '../check.ts';
import type { System } from '../system.ts';

type Carrier = { config: Config; facts: CarrierFacts };

/** Runs a check that needs a carrier whose credentials work; one check of several reports that they do not. */
function atCarrier(
  check: (carrier: Carrier, account: Extract<AccountCheck, { ok: true }>) => Outcome | Promise<Outcome>,
): Check['run'] {
  return async ({ config, carrier, account }) => {
    if (config === undefined || carrier === undefined)
      return skip('settings.valid reports a wrong setting first');
    const found = await account();
    if (!found.ok) return skip('carrier.credentials reports why the carrier did not answer');
    return check({ config, facts: carrier }, found);
  };
}

/** The account at the carrier, and the number that calls. */
export const carrierChecks: Check[] = [
  {
    id: 'carrier.credentials',
    title: 'The carrier accepts the credentials',
    online: true,
    async run({ config, account }) {
      if (config === undefined) return skip('settings.valid reports a wrong setting first');
      return judgeCredentials(config.provider, await account());
    },
  },
  {
    id: 'carrier.account',
    title: 'The carrier account is active',
    online: true,
    run: atCarrier((_carrier, account) => judgeAccount(account)),
  },
  {
    id: 'carrier.number',
    title: 'TWILIO_NUMBER can call and text',
    online: true,
    run: atCarrier((_carrier, account) => judgeNumber(account)),
  },
  {
    id: 'carrier.number-webhooks',
    title: 'Calls and texts to TWILIO_NUMBER come here',
    online: true,
    run: atCarrier(checkNumberWebhooks),
    repair: setNumberWebhooks,
  },
  {
    id: 'carrier.trial',
    title: 'A trial account may call the business',
    online: true,
    run: atCarrier(checkTrial),
  },
  {
    id: 'carrier.clock',
    title: 'The clock of this machine is right',
    online: true,
    run: atCarrier(async ({ facts }) => judgeClock(await facts.clockOffsetMs())),
  },
  {
    id: 'carrier.countries',
    title: 'The carrier may call every allowed country',
    online: true,
    run: atCarrier(checkCountries),
  },
  {
    id: 'carrier.a2p',
    title: 'Texts to the USA are registered',
    online: true,
    run: atCarrier(checkA2p),
  },
];

/** Judges whether the carrier answered and accepted the credentials. */
export function judgeCredentials(provider: Config['provider'], check: AccountCheck): Outcome {
  if (check.ok) return pass;
  if (check.reason === 'refused')
    return fail('the carrier rejected the credentials', 'No call and no text message leaves.', {
      text: `${check.refusal.advice} (error ${check.refusal.code})`,
    });
  if (provider === 'simulator')
    return warn('the simulated carrier does not answer', 'Calls and text messages wait.', {
      text: 'Start it with npm run simulator, or everything with ./run.sh start.',
      commands: ['./run.sh restart'],
    });
  return warn(`the carrier did not answer: ${check.cause}`, 'Calls and text messages wait until it does.', {
    text: 'Check that this machine can reach the carrier by https.',
  });
}

/** Judges an account whose credentials were accepted. */
export function judgeAccount({ status }: Extract<AccountCheck, { ok: true }>): Outcome {
  if (status !== 'suspended' && status !== 'closed') return pass;
  return fail(`the carrier account is ${status}`, 'No call and no text message leaves.', {
    text: 'See the notices and the balance in the Twilio console.',
  });
}

/** Judges the number that calls and texts. */
export function judgeNumber({ number }: Extract<AccountCheck, { ok: true }>): Outcome {
  const means = 'No visitor can be served.';
  if (number === undefined)
    return fail('TWILIO_NUMBER does not belong to the account', means, {
      text: 'Buy the number in the Twilio console, or choose one that you own: ./run.sh setup lists them.',
    });
  if (!number.calls)
    return fail('TWILIO_NUMBER cannot make calls', means, { text: 'Buy a number with voice.' });
  if (!number.texts)
    return fail('TWILIO_NUMBER cannot send text messages', means, { text: 'Buy a number with SMS.' });
  return pass;
}

function webhooksOf({ publicBaseUrl }: Config) {
  return {
    voiceUrl: `${publicBaseUrl}/twilio/voice/inbound`,
    smsUrl: `${publicBaseUrl}/twilio/sms/inbound`,
  };
}

async function ownNumber({ config, facts }: Carrier): Promise<OwnNumber | undefined> {
  return (await facts.numbers()).find(({ number }) => isSamePhone(number, config.site.callerNumber));
}

async function checkNumberWebhooks(carrier: Carrier): Promise<Outcome> {
  const own = await ownNumber(carrier);
  if (own === undefined) return skip('carrier.number reports that the account has no such number');
  const wanted = webhooksOf(carrier.config);
  const wrong = [
    ...(withoutFragment(own.voiceUrl) === wanted.voiceUrl ? [] : ['calls']),
    ...(withoutFragment(own.smsUrl) === wanted.smsUrl ? [] : ['texts']),
  ];
  if (wrong.length === 0) return pass;
  return warn(
    `${wrong.join(' and ')} to TWILIO_NUMBER go to another address, or nowhere`,
    'A visitor who calls back is not connected, and STOP has no effect.',
    {
      text: `Set the number's webhooks to ${wanted.voiceUrl} and ${wanted.smsUrl}.`,
      commands: ['./run.sh doctor --fix --only carrier.number-webhooks'],
    },
  );
}

function withoutFragment(url: string): string {
  return url.split('#')[0] ?? '';
}

async function setNumberWebhooks({ config, carrier }: System): Promise<string> {
  if (config === undefined || carrier === undefined) return 'changed nothing: the settings are not valid';
  const own = await ownNumber({ config, facts: carrier });
  if (own === undefined) return 'changed nothing: the account has no such number';
  await carrier.setWebhooks(own.sid, webhooksOf(config));
  return `set the webhooks of the number; before: ${own.voiceUrl || 'none'} and ${own.smsUrl || 'none'}`;
}

async function checkTrial(
  { config, facts }: Carrier,
  { trial }: Extract<AccountCheck, { ok: true }>,
): Promise<Outcome> {
  if (!trial) return pass;
  const verified = await facts.verifiedNumbers();
  const { businessNumber, notifyNumber } = config.site;
  const missing = [
    ...(isVerified(verified, businessNumber) ? [] : ['BUSINESS_NUMBER']),
    ...(isVerified(verified, notifyNumber) ? [] : ['NOTIFY_NUMBER']),
  ];
  if (missing.length > 0)
    return fail(
      `the account is a trial, and ${missing.join(' and ')} is not verified (error 21219)`,
      'The business is never called, or gets no missed-call message.',
      { text: 'Add the number in the Twilio console under Phone Numbers, Verified Caller IDs.' },
    );
  return trialFinding();
}

/** A trial account works, for the deployer's own phones. */
export function trialFinding(): Finding {
  return warn('the account is a trial', 'Only verified numbers, at most five, can be called and texted.', {
    text: 'Upgrade the account in the Twilio console to serve every visitor.',
  });
}

function isVerified(verified: readonly string[], address: string): boolean {
  return address.startsWith('sip:') || verified.some((number) => isSamePhone(number, address));
}

/** Larger than the delay of an answer. */
const maxClockOffsetMs = 30_000;

function judgeClock(offsetMs: number | undefined): Outcome {
  if (offsetMs === undefined) return skip('the carrier sends no date');
  if (Math.abs(offsetMs) <= maxClockOffsetMs) return pass;
  return warn(
    `the clock of this machine is ${Math.round(Math.abs(offsetMs) / 1_000)} seconds ${offsetMs > 0 ? 'slow' : 'fast'}`,
    'Opening hours are off, and sign-in by other services is refused.',
    { text: 'Let the machine set its clock.', commands: ['sudo timedatectl set-ntp true'] },
  );
}

async function checkCountries({ config, facts }: Carrier): Promise<Outcome> {
  const found = await Promise.all(
    config.site.countries.map(async (country) => ({ country, allowed: await facts.mayCall(country) })),
  );
  const refused = found.filter(({ allowed }) => allowed === false).map(({ country }) => country);
  if (refused.length > 0)
    return fail(
      `the carrier account may not call ${refused.join(', ')} (error 21215)`,
      'Visitors there enter their code, and are then not called.',
      {
        text: 'Allow the country in the Twilio console under Voice, Settings, Geo permissions, or take it out of ALLOWED_COUNTRIES.',
      },
    );
  return found.some(({ allowed }) => allowed === undefined) ? skip('the carrier does not tell') : pass;
}

async function checkA2p({ config, facts }: Carrier): Promise<Outcome> {
  const { callerNumber, countries } = config.site;
  if (!countries.includes('US') || !callerNumber.startsWith('+1')) return skip('no texts go to the USA');
  if (/^\+18(?:00|33|44|55|66|77|88)/.test(callerNumber))
    return skip('a toll-free number needs its own verification, which the console shows');
  const brands = await facts.brands();
  if (brands === undefined) return skip('the carrier does not tell');
  if (brands.includes('APPROVED')) return pass;
  return warn(
    brands.length === 0
      ? 'no A2P 10DLC brand is registered'
      : `the A2P 10DLC brand is ${brands.join(', ').toLowerCase()}`,
    'Carriers in the USA drop codes and missed-call messages (error 30034).',
    { text: 'Register brand and campaign in the Twilio console under Messaging, Regulatory compliance.' },
  );
}
