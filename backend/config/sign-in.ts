import { chooseCarrier, isSample, simulatorAccount } from './carrier.ts';
import type { Config, SignInProvider } from './config.ts';
import {
  type ConfigProblem,
  checkPair,
  configProblem,
  type ReadValues,
  setCommand,
  unsetCommand,
} from './read-values.ts';
import type { Values, VariableName } from './variables.ts';

/** Variables of each provider's client registration. */
const registrations = {
  google: { id: 'GOOGLE_CLIENT_ID', secret: 'GOOGLE_CLIENT_SECRET' },
  facebook: { id: 'FACEBOOK_CLIENT_ID', secret: 'FACEBOOK_CLIENT_SECRET' },
  instagram: { id: 'INSTAGRAM_CLIENT_ID', secret: 'INSTAGRAM_CLIENT_SECRET' },
  x: { id: 'X_CLIENT_ID', secret: 'X_CLIENT_SECRET' },
} as const satisfies Record<SignInProvider, { id: VariableName; secret: VariableName }>;

const providers = Object.keys(registrations) as SignInProvider[];

/** Returns where visitors can sign in. */
export function buildSignIn(values: Values): Config['signIn'] {
  const simulated = chooseCarrier(values) === 'simulator' && values.NODE_ENV !== 'production';
  const demo = simulated && values.DEMO_SIGN_IN !== false;
  return {
    clients: Object.fromEntries(
      providers.flatMap((provider) => {
        const id = values[registrations[provider].id];
        const secret = values[registrations[provider].secret];
        return id === undefined || secret === undefined ? [] : [[provider, { id, secret }]];
      }),
    ),
    demo,
    whatsappNumber: values.WHATSAPP_NUMBER?.address ?? (demo ? callerNumber(values) : undefined),
  };
}

function callerNumber(values: Values): string {
  return values.TWILIO_NUMBER?.address ?? simulatorAccount.callerNumber;
}

/** Whether visitors must sign in: REQUIRE_SIGN_IN, else whether a real provider is set up. */
export function requiresSignIn(values: Values): boolean {
  const { clients } = buildSignIn(values);
  const isSetUp = Object.keys(clients).length > 0 || values.WHATSAPP_NUMBER !== undefined;
  return values.REQUIRE_SIGN_IN ?? isSetUp;
}

/** Finds half registrations, a required sign-in without a provider, and demo sign-in outside the simulator. */
export function checkSignIn({ values, given }: ReadValues): ConfigProblem[] {
  const found = Object.values(registrations).flatMap(({ id, secret }) => checkPair(given, id, secret));
  if (values.REQUIRE_SIGN_IN === true && !offersSignIn({ values, given }))
    found.push(
      configProblem(
        'REQUIRE_SIGN_IN',
        'is on, but no sign-in provider is set up',
        'Set up a provider (docs/sign-in explains how), or write off.',
        setCommand('REQUIRE_SIGN_IN', 'off'),
      ),
    );
  if (values.DEMO_SIGN_IN === true && values.NODE_ENV === 'production')
    found.push(
      configProblem(
        'DEMO_SIGN_IN',
        'is on: anyone could sign in as a fictitious person',
        undefined,
        unsetCommand('DEMO_SIGN_IN'),
      ),
    );
  else if (values.DEMO_SIGN_IN === true && chooseCarrier(values) !== 'simulator')
    found.push(
      configProblem(
        'DEMO_SIGN_IN',
        'is on, but the simulator is not in use',
        undefined,
        unsetCommand('DEMO_SIGN_IN'),
      ),
    );
  return found;
}

/** Half a registration counts here, because checkSignIn reports it as a problem of its own. */
function offersSignIn({ values, given }: Pick<ReadValues, 'values' | 'given'>): boolean {
  const { demo } = buildSignIn(values);
  const hasRegistration = Object.values(registrations).some(
    ({ id, secret }) => given.has(id) || given.has(secret),
  );
  return demo || hasRegistration || given.has('WHATSAPP_NUMBER');
}

/** Finds client secrets that were copied from an example. */
export function checkSignInSamples({ values }: ReadValues): ConfigProblem[] {
  return Object.values(registrations)
    .map(({ secret }) => secret)
    .filter((name) => isSample(values[name] ?? ''))
    .map((name) => configProblem(name, 'is a sample value'));
}
