import { readAppSecret } from '../adapters/system/app-secret.ts';
import { createSecrets } from '../adapters/system/secrets.ts';
import type { Config } from '../config/config.ts';

/**
 * Returns the headers by which a command uses the operator's routes of the server on this machine: the token and the
 * machine's proof, because a command has no phone for the token's second factor.
 */
export function operatorHeaders(
  config: Pick<Config, 'adminToken' | 'appSecret' | 'databasePath'>,
): Record<string, string> {
  const appSecret = config.appSecret ?? readAppSecret(config);
  return {
    authorization: `Bearer ${config.adminToken ?? ''}`,
    ...(appSecret === undefined
      ? {}
      : { 'x-operator-machine': createSecrets({ appSecret }).machineProof(Date.now()) }),
  };
}
