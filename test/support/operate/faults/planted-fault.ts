import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Installation } from '../installation.ts';

/** A fault of an installation, and the check that must name it. */
export type PlantedFault = {
  name: string;
  check: string;
  finds: RegExp;
  /** Whether the printed commands fix it. */
  hasFix?: true;
  /** Whether the server runs. */
  running?: true;
  /** Settings that are added to `.env`. */
  settings?: Record<string, string>;
  plant?(installation: Installation, cleanUp: (undo: () => void) => void): void | Promise<void>;
};

export const production = {
  NODE_ENV: 'production',
  CALLBACK_PROVIDER: 'simulator',
  APP_SECRET: 'kV7xQ2mN9pR4tY6uW8zA1sD3fG5hJ0lC',
};

export function envPathOf({ folder }: Installation): string {
  return join(folder, '.env');
}

export function rewriteEnv(installation: Installation, change: (text: string) => string | Buffer): void {
  const path = envPathOf(installation);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** Serves instead of a proxy in front of the server. */
export async function listen(answer: RequestListener, cleanUp: (undo: () => void) => void): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => server.close().closeAllConnections());
  return (server.address() as AddressInfo).port;
}
