import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SetupWarning } from '../contract/health.ts';
import type { AccountCheck } from './adapters/twilio/client/check-account.ts';
import type { Config } from './config/config.ts';
import { checkEnvFile } from './config/spelling/env-file.ts';
import type { Log } from './ports/log.ts';
import type { IdentityProviders } from './ports/sign-in/identity-provider.ts';

/** Logs the addresses that the deployer must register. With a wrong address a provider fails without telling us. */
export function reportSignIn(
  log: Log,
  providers: IdentityProviders,
  { signIn, publicBaseUrl }: Config,
): void {
  for (const { id, redirectUri } of providers.values())
    log.info('sign-in provider ready', { provider: id, redirect_uri: redirectUri });
  if (signIn.whatsappNumber !== undefined)
    log.info('sign-in provider ready', {
      provider: 'whatsapp',
      webhook: `${publicBaseUrl}/twilio/whatsapp/inbound`,
    });
}

/**
 * Warns about lines that are read differently from what they look like, and when other users of the machine can read the
 * settings, which contain secrets. Windows has no such rights.
 */
export function reportEnvFile(log: Log, path: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return;
  for (const { variable, problem, fix } of checkEnvFile(readFileSync(path)))
    log.warn(`${variable} ${problem}`, { path, fix });
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  log.warn('settings can be read by other users of this machine', { path, fix: `chmod 600 ${path}` });
}

/** The simulator can still be starting. */
const simulatorTimeoutMs = 3_000;
const simulatorPollMs = 200;

/** Warns when the simulator does not answer: calls and text messages then wait. */
export async function checkSimulator(log: Log, url: string): Promise<void> {
  const giveUpAt = Date.now() + simulatorTimeoutMs;
  while (!(await answers(url))) {
    if (Date.now() >= giveUpAt) {
      log.warn('simulated carrier does not answer', {
        url,
        fix: 'start it with npm run simulator, or start everything with ./scripts/quick-start.sh',
      });
      return;
    }
    await sleep(simulatorPollMs, undefined, { ref: false });
  }
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(simulatorTimeoutMs) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer !== undefined;
}

/** Logs what is wrong with the carrier account. Returns what keeps every visitor from being served. */
export function reportAccount(log: Log, check: AccountCheck): SetupWarning[] {
  if (!check.ok) return reportNoAccount(log, check);
  if (check.trial)
    log.warn('trial account reaches verified numbers only', {
      fix: 'upgrade the account in the Twilio console to serve every visitor',
    });
  if (check.status === 'suspended' || check.status === 'closed') {
    log.error('carrier account cannot be used', {
      status: check.status,
      fix: 'see the notices and the balance in the Twilio console',
    });
    return ['carrier-account-suspended'];
  }
  return reportNumber(log, check.number);
}

function reportNoAccount(log: Log, check: Extract<AccountCheck, { ok: false }>): SetupWarning[] {
  if (check.reason === 'unreachable') {
    log.warn('carrier did not answer', {
      reason: check.cause,
      fix: 'check that this machine can reach the carrier by https; calls and text messages wait until then',
    });
    return [];
  }
  log.error('carrier rejected the credentials', {
    carrier_error: check.refusal.code,
    fix: check.refusal.advice,
  });
  return ['carrier-credentials-rejected'];
}

function reportNumber(log: Log, number: { calls: boolean; texts: boolean } | undefined): SetupWarning[] {
  if (number === undefined)
    log.error('TWILIO_NUMBER does not belong to the account', {
      fix: 'buy the number in the Twilio console, or set TWILIO_NUMBER to a number of the account',
    });
  else if (!number.calls) log.error('TWILIO_NUMBER cannot make calls', { fix: 'buy a number with voice' });
  else if (!number.texts)
    log.error('TWILIO_NUMBER cannot send text messages', { fix: 'buy a number with SMS' });
  else return [];
  return ['carrier-number-unusable'];
}

type StartFault = { problem: string; fix: string } | { problem?: undefined; fix?: undefined };

/** Returns what stopped the start and its fix, when the deployer can mend it. */
export function explainStartFault(fault: unknown, config: Config): StartFault {
  const { code, syscall, advice } = (fault ?? {}) as NodeJS.ErrnoException & { advice?: string };
  if (syscall === 'listen' || syscall === 'getaddrinfo') return explainListenFault(code, config);
  const refused = causesOf(fault).find((cause) => refusedByFiles.test(String(cause.code)));
  if (refused !== undefined) return explainFileFault(refused, config);
  if (
    config.postgres === undefined &&
    statSync(config.databasePath, { throwIfNoEntry: false })?.isDirectory()
  )
    return {
      problem: `${config.databasePath} is a folder`,
      fix: 'set DATABASE_PATH to a file in it, such as data/callbacks.db',
    };
  if (fault instanceof Error && advice !== undefined)
    return { problem: withoutAdvice(fault.message, advice), fix: advice };
  return {};
}

const refusedByFiles = /^(?:EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR)$/;

function causesOf(fault: unknown): NodeJS.ErrnoException[] {
  return fault instanceof Error ? [fault, ...causesOf(fault.cause)] : [];
}

function explainFileFault({ code, path }: NodeJS.ErrnoException, { databasePath }: Config): StartFault {
  const folder = dirname(resolve(databasePath));
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return {
      problem: `${path ?? folder} cannot be read and written`,
      fix: `give user ${userInfo().username} the right to read and write ${folder}, or set DATABASE_PATH to another place`,
    };
  return { problem: `${folder} is not a folder`, fix: 'set DATABASE_PATH to a file in a folder' };
}

function withoutAdvice(message: string, advice: string): string {
  return message.replace(advice, '').trim().replace(/\.$/, '');
}

function explainListenFault(code: string | undefined, { host, port }: Config): StartFault {
  if (code === 'EADDRINUSE')
    return {
      problem: `port ${port} is in use`,
      fix: `stop the program that uses port ${port}, or set PORT to another port`,
    };
  if (code === 'EACCES')
    return { problem: `this user may not listen on port ${port}`, fix: 'set PORT to a port above 1023' };
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return {
      problem: `${host} is no address of this machine`,
      fix: 'set HOST to 127.0.0.1, or to 0.0.0.0 inside a container',
    };
  return {};
}
