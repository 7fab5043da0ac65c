import type { Values } from './variables.ts';

/** Who carries the calls; undefined where nobody was named and production forbids to assume the simulator. */
export function chooseCarrier(values: Values): 'simulator' | 'twilio' | undefined {
  if (values.CALLBACK_PROVIDER !== undefined) return values.CALLBACK_PROVIDER;
  const own = values.TWILIO_SID !== undefined && values.TWILIO_SID !== simulatorAccount.sid;
  if (own || values.TWILIO_AUTH_TOKEN !== undefined) return 'twilio';
  return values.NODE_ENV === 'production' ? undefined : 'simulator';
}

/**
 * What stands in for an account where there is none: the local simulator knows these, and no carrier does. The
 * numbers lie in the range that is kept free for examples.
 */
export const simulatorAccount = {
  sid: 'AC5104a70f000000000000000000000001',
  authToken: 'simulator-auth-token-not-a-secret',
  callerNumber: '+12015550100',
  businessNumber: '+12015550123',
  businessName: 'Example Business',
  country: 'US',
} as const;

const exampleNumber = /^\+1\d{3}55501\d{2}$/;
const placeholder = /change.?me|your[-_ ]|example|sample|not-a-secret|^(.)\1+$/i;

/** Whether a number or secret is one from an example, and so cannot be meant. */
export function isSample(value: string): boolean {
  return value === simulatorAccount.sid || exampleNumber.test(value) || placeholder.test(value);
}
