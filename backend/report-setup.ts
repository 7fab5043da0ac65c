import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Config } from './config/config.ts';
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

type StartFault = { problem: string; fix: string } | { problem?: undefined; fix?: undefined };

/** Returns what stopped the start and its fix, when the deployer can fix it. */
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
  const { username, uid, gid } = userInfo();
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return {
      problem: `${path ?? folder} cannot be read and written`,
      fix: `give user ${username} the right to read and write ${folder} (sudo chown -R ${uid}:${gid} ${folder}, in Docker the mounted folder), or set DATABASE_PATH to another place`,
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
