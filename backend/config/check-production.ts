import { checkSignInSamples } from './check-sign-in.ts';
import { chooseCarrier } from './choose-carrier.ts';
import { complaint } from './complaint.ts';
import type { ConfigProblem, ReadValues } from './read-values.ts';
import { isSample } from './simulator-account.ts';
import { isSafe } from './url-values.ts';
import type { VariableName } from './variables.ts';

/** What is tolerable on somebody's desk only. */
export function checkProduction(read: ReadValues): ConfigProblem[] {
  const { values, given } = read;
  const found = [...checkSamples(read), ...checkSignInSamples(read), ...checkClearText(read)];
  if (chooseCarrier(values) === undefined && !given.has('CALLBACK_PROVIDER'))
    found.push(
      complaint(
        'CALLBACK_PROVIDER',
        'is missing: Twilio credentials not configured, and production does not turn to the simulator by itself',
        'Set TWILIO_SID and TWILIO_AUTH_TOKEN, or write simulator if no real calls are meant.',
      ),
    );
  if (!given.has('APP_SECRET')) found.push(complaint('APP_SECRET', 'is missing'));
  if (given.has('CLOCK_SPEED'))
    found.push(complaint('CLOCK_SPEED', 'is set: real calls take real time', 'Leave it empty.'));
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
    .map(([name]) => complaint(name, 'is a sample value'));
}

function checkClearText({ values }: ReadValues): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const safe = (address: string | undefined) => address === undefined || isSafe(address);
  const real = chooseCarrier(values) === 'twilio';
  if (!real && !safe(values.PUBLIC_BASE_URL))
    found.push(complaint('PUBLIC_BASE_URL', 'is not an https address'));
  if (!safe(values.FRONTEND_URL)) found.push(complaint('FRONTEND_URL', 'is not an https address'));
  if (values.ALLOWED_ORIGINS?.every(safe) === false)
    found.push(complaint('ALLOWED_ORIGINS', 'contains an address without https'));
  return found;
}
