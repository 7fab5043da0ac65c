import type { Config } from '../config.ts';
import { chooseCarrier } from './choose-carrier.ts';
import { simulatorAccount } from './simulator-account.ts';
import type { Values, VariableName } from './variables.ts';

/** The variables of each provider's registration. */
export const registrations = {
  google: { id: 'GOOGLE_CLIENT_ID', secret: 'GOOGLE_CLIENT_SECRET' },
  facebook: { id: 'FACEBOOK_CLIENT_ID', secret: 'FACEBOOK_CLIENT_SECRET' },
  instagram: { id: 'INSTAGRAM_CLIENT_ID', secret: 'INSTAGRAM_CLIENT_SECRET' },
  x: { id: 'X_CLIENT_ID', secret: 'X_CLIENT_SECRET' },
} as const satisfies Record<string, { id: VariableName; secret: VariableName }>;

export type SignInProvider = keyof typeof registrations;

const providers = Object.keys(registrations) as SignInProvider[];

/** Where visitors may sign in. */
export function describeSignIn(values: Values): Config['signIn'] {
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
    whatsappNumber: values.WHATSAPP_NUMBER?.address ?? (demo ? describeCaller(values) : undefined),
  };
}

function describeCaller(values: Values): string {
  return values.TWILIO_NUMBER?.address ?? simulatorAccount.callerNumber;
}

/** Asked for, or a provider is set up; the made-up people of a demonstration change nothing. */
export function requiresSignIn(values: Values): boolean {
  const { clients } = describeSignIn(values);
  const setUp = Object.keys(clients).length > 0 || values.WHATSAPP_NUMBER !== undefined;
  return values.REQUIRE_SIGN_IN ?? setUp;
}
