import { chooseCarrier, isSample, simulatorAccount } from './carrier.ts';
import type { Config } from './config.ts';
import { type ConfigProblem, configProblem, type ReadValues } from './read-values.ts';
import type { Values, VariableName } from './variables.ts';

/** The variables of each provider's registration. */
const registrations = {
  google: { id: 'GOOGLE_CLIENT_ID', secret: 'GOOGLE_CLIENT_SECRET' },
  facebook: { id: 'FACEBOOK_CLIENT_ID', secret: 'FACEBOOK_CLIENT_SECRET' },
  instagram: { id: 'INSTAGRAM_CLIENT_ID', secret: 'INSTAGRAM_CLIENT_SECRET' },
  x: { id: 'X_CLIENT_ID', secret: 'X_CLIENT_SECRET' },
} as const satisfies Record<string, { id: VariableName; secret: VariableName }>;

export type SignInProvider = keyof typeof registrations;

const providers = Object.keys(registrations) as SignInProvider[];

/** Where visitors may sign in. */
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

/** Asked for, or a provider is set up; the made-up people of a demonstration change nothing. */
export function requiresSignIn(values: Values): boolean {
  const { clients } = buildSignIn(values);
  const setUp = Object.keys(clients).length > 0 || values.WHATSAPP_NUMBER !== undefined;
  return values.REQUIRE_SIGN_IN ?? setUp;
}

/** Half a registration, a demand that nobody can meet, and made-up people outside a demonstration. */
export function checkSignIn({ values, given }: ReadValues): ConfigProblem[] {
  const found = Object.values(registrations).flatMap(({ id, secret }) => {
    if (given.has(id) === given.has(secret)) return [];
    const [missing, other] = given.has(id) ? [secret, id] : [id, secret];
    return [configProblem(missing, `is missing beside ${other}`)];
  });
  if (values.REQUIRE_SIGN_IN === true && !offersSignIn({ values, given }))
    found.push(
      configProblem(
        'REQUIRE_SIGN_IN',
        'is on, and there is nowhere to sign in',
        'Set up a provider as docs/sign-in has it, or write off.',
      ),
    );
  if (values.DEMO_SIGN_IN === true && values.NODE_ENV === 'production')
    found.push(configProblem('DEMO_SIGN_IN', 'is on: anybody could sign in as somebody made up'));
  else if (values.DEMO_SIGN_IN === true && chooseCarrier(values) !== 'simulator')
    found.push(configProblem('DEMO_SIGN_IN', 'is on, and there is no simulator to sign in at'));
  return found;
}

/** A registration of which half is missing is complained about already. */
function offersSignIn({ values, given }: Pick<ReadValues, 'values' | 'given'>): boolean {
  const { demo } = buildSignIn(values);
  const named = Object.values(registrations).some(({ id, secret }) => given.has(id) || given.has(secret));
  return demo || named || given.has('WHATSAPP_NUMBER');
}

/** Secrets that were copied from an example. */
export function checkSignInSamples({ values }: ReadValues): ConfigProblem[] {
  return Object.values(registrations)
    .map(({ secret }) => secret)
    .filter((name) => isSample(values[name] ?? ''))
    .map((name) => configProblem(name, 'is a sample value'));
}
