import { chooseCarrier } from './choose-carrier.ts';
import { complaint } from './complaint.ts';
import { describeSignIn, registrations } from './describe-sign-in.ts';
import type { ConfigProblem, ReadValues } from './read-values.ts';
import { isSample } from './simulator-account.ts';

/** Half a registration, a demand that nobody can meet, and made-up people outside a demonstration. */
export function checkSignIn({ values, given }: ReadValues): ConfigProblem[] {
  const found = Object.values(registrations).flatMap(({ id, secret }) => {
    if (given.has(id) === given.has(secret)) return [];
    const [missing, other] = given.has(id) ? [secret, id] : [id, secret];
    return [complaint(missing, `is missing beside ${other}`)];
  });
  if (values.REQUIRE_SIGN_IN === true && !offersSignIn({ values, given }))
    found.push(
      complaint(
        'REQUIRE_SIGN_IN',
        'is on, and there is nowhere to sign in',
        'Set up a provider as docs/sign-in has it, or write off.',
      ),
    );
  if (values.DEMO_SIGN_IN === true && values.NODE_ENV === 'production')
    found.push(complaint('DEMO_SIGN_IN', 'is on: anybody could sign in as somebody made up'));
  else if (values.DEMO_SIGN_IN === true && chooseCarrier(values) !== 'simulator')
    found.push(complaint('DEMO_SIGN_IN', 'is on, and there is no simulator to sign in at'));
  return found;
}

/** A registration of which half is missing is complained about already. */
function offersSignIn({ values, given }: Pick<ReadValues, 'values' | 'given'>): boolean {
  const { demo } = describeSignIn(values);
  const named = Object.values(registrations).some(({ id, secret }) => given.has(id) || given.has(secret));
  return demo || named || given.has('WHATSAPP_NUMBER');
}

/** Secrets that were copied from an example. */
export function checkSignInSamples({ values }: ReadValues): ConfigProblem[] {
  return Object.values(registrations)
    .map(({ secret }) => secret)
    .filter((name) => isSample(values[name] ?? ''))
    .map((name) => complaint(name, 'is a sample value'));
}
