import { simulatorAccount } from './simulator-account.ts';
import type { Values } from './variables.ts';

/** Who carries the calls; undefined where nobody was named and production forbids to assume the simulator. */
export function chooseCarrier(values: Values): 'simulator' | 'twilio' | undefined {
  if (values.CALLBACK_PROVIDER !== undefined) return values.CALLBACK_PROVIDER;
  const own = values.TWILIO_SID !== undefined && values.TWILIO_SID !== simulatorAccount.sid;
  if (own || values.TWILIO_AUTH_TOKEN !== undefined) return 'twilio';
  return values.NODE_ENV === 'production' ? undefined : 'simulator';
}
