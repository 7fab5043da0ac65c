import type { Values } from './variables.ts';

/** Returns the carrier. It is `undefined` when production sets none: only development defaults to the simulator. */
export function chooseCarrier(values: Values): 'simulator' | 'twilio' | undefined {
  if (values.CALLBACK_PROVIDER !== undefined) return values.CALLBACK_PROVIDER;
  const ownAccount = values.TWILIO_SID !== undefined && values.TWILIO_SID !== simulatorAccount.sid;
  if (ownAccount || values.TWILIO_AUTH_TOKEN !== undefined) return 'twilio';
  return values.NODE_ENV === 'production' ? undefined : 'simulator';
}

/** Account that only the local simulator knows. Its numbers are reserved for fiction. */
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

/** Whether a number or secret was copied from an example. */
export function isSample(value: string): boolean {
  return value === simulatorAccount.sid || exampleNumber.test(value) || placeholder.test(value);
}
