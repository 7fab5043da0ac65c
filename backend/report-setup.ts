import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountCheck } from './adapters/twilio/client/check-account.ts';
import type { Config } from './config/config.ts';
import type { Log } from './ports/log.ts';
import type { IdentityProviders } from './ports/sign-in/identity-provider.ts';

/** What the deployer registers. A provider that was told another address keeps visitors and says nothing to us. */
export function reportSignIn(
  log: Log,
  providers: IdentityProviders,
  { signIn, publicBaseUrl }: Config,
): void {
  for (const { id, redirectUri } of providers.values())
    log.info('Visitors can sign in', { provider: id, redirect_uri: redirectUri });
  if (signIn.whatsappNumber !== undefined)
    log.info('Visitors can sign in', {
      provider: 'whatsapp',
      webhook: `${publicBaseUrl}/twilio/whatsapp/inbound`,
    });
}

/** Both may be started at the same moment. */
const simulatorPatience = 3_000;

/** Without it nothing is sent, and everything waits. */
export async function lookForSimulator(log: Log, url: string): Promise<void> {
  await sleep(simulatorPatience, undefined, { ref: false });
  const answer = await fetch(url, { signal: AbortSignal.timeout(simulatorPatience) }).catch(() => undefined);
  if (answer === undefined)
    log.warn('the simulated carrier does not answer', {
      url,
      fix: 'start it with npm run simulator, or everything with ./scripts/quick-start.sh',
    });
  else await answer.body?.cancel();
}

export function reportAccount(log: Log, check: AccountCheck): void {
  if (!check.ok) {
    if (check.reason === 'unreachable')
      log.warn('the carrier did not answer', {
        reason: check.cause,
        fix: 'see whether this machine reaches it by https; texts and calls wait until it does',
      });
    else
      log.error('the carrier refuses our keys', {
        carrier_error: check.refusal.code,
        fix: check.refusal.advice,
      });
    return;
  }
  if (check.trial) log.warn('this is a trial account: it calls and texts verified numbers only');
  if (check.number === undefined) {
    log.error('the account does not own TWILIO_NUMBER', {
      fix: 'buy it in the Twilio console, or name one of yours',
    });
    return;
  }
  if (!check.number.calls) log.error('TWILIO_NUMBER cannot make calls', { fix: 'buy a number with voice' });
  if (!check.number.texts) log.error('TWILIO_NUMBER cannot send texts', { fix: 'buy a number with SMS' });
}
