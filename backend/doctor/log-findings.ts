import { existsSync, readFileSync } from 'node:fs';
import type { SetupWarning } from '../../contract/health.ts';
import type { AccountCheck } from '../adapters/twilio/client/check-account.ts';
import type { Config } from '../config/config.ts';
import type { Log } from '../ports/log.ts';
import type { Outcome } from './check.ts';
import { judgeAccount, judgeCredentials, judgeNumber, trialFinding } from './checks/carrier.ts';
import { envFileChecks } from './checks/env-file.ts';

/** Logs a finding of a check with its fix; a passed or skipped check logs nothing. */
function logFinding(log: Log, check: string, outcome: Outcome): void {
  if (outcome.status === 'pass' || outcome.status === 'skip') return;
  const { text, commands = [] } = outcome.fix;
  const fix = commands.length === 0 ? text : `${text} ${commands.join(' && ')}`;
  log[outcome.status === 'fail' ? 'error' : 'warn'](outcome.found, { check, fix });
}

/** Logs what is wrong with the env file. */
export async function logEnvFile(log: Log, envPath: string): Promise<void> {
  const envFile = existsSync(envPath) ? readFileSync(envPath) : undefined;
  for (const check of envFileChecks) logFinding(log, check.id, await check.run({ envPath, envFile }));
}

/** Logs what is wrong with the carrier account. Returns what keeps every visitor from being served. */
export function logAccount(log: Log, provider: Config['provider'], account: AccountCheck): SetupWarning[] {
  const credentials = judgeCredentials(provider, account);
  logFinding(log, 'carrier.credentials', credentials);
  if (!account.ok) return credentials.status === 'fail' ? ['carrier-credentials-rejected'] : [];
  if (account.trial) logFinding(log, 'carrier.trial', trialFinding());
  const state = judgeAccount(account);
  logFinding(log, 'carrier.account', state);
  if (state.status === 'fail') return ['carrier-account-suspended'];
  const number = judgeNumber(account);
  logFinding(log, 'carrier.number', number);
  return number.status === 'fail' ? ['carrier-number-unusable'] : [];
}
