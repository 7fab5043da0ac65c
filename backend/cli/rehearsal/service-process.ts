import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server of ours in its own process. */
export type Service = {
  name: string;
  process: ChildProcess;
  /** Its last lines, for when it does not start. */
  output(): string;
  /** Asks it to stop and waits; after twelve seconds it is killed. */
  stop(): Promise<void>;
  exited: Promise<number | null>;
};

/**
 * The young generation of objects grows while modules are loaded and is not given back: at its usual size a server
 * that does nothing keeps 20 MB for it. https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib
 */
const leanMemory = '--max-semi-space-size=4';

/** Starts `node <entry>` with just this environment; everything it prints goes to `logFile`. */
export function startService(start: {
  name: string;
  entry: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
}): Service {
  const child = spawn(process.execPath, [leanMemory, start.entry], {
    env: start.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(start.logFile, { flags: 'a' });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-4_000);
      log.write(chunk);
    });
  }
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      log.end();
      resolve(code);
    });
  });
  return { name: start.name, process: child, output: () => tail, exited, stop: () => stop(child, exited) };
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 12_000);
  await exited;
  clearTimeout(killer);
}

/** Waits until `url` answers 200. `onWait` is told how much of the patience is used up, from 0 to 1. */
export async function waitForHealth(
  service: Service,
  url: string,
  onWait: (share: number) => void,
  patience = 20_000,
): Promise<boolean> {
  const begun = Date.now();
  while (Date.now() - begun < patience) {
    if (service.process.exitCode !== null) return false;
    const healthy = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return true;
    onWait((Date.now() - begun) / patience);
    await sleep(100);
  }
  return false;
}

/** Whether nobody listens on this port of this machine. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** A port that nobody uses at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** How the simulator is told whom it serves: its variables for a backend at `backendUrl`. */
export function simulatorEnvironment(served: {
  port: number;
  backendUrl: string;
  /** Where visitors ask for a call. */
  pageUrl: string;
  callerNumber: string;
  businessNumber: string;
}): Record<string, string> {
  const { port, backendUrl, pageUrl, callerNumber, businessNumber } = served;
  return {
    SIMULATOR_PORT: String(port),
    SIMULATOR_NUMBERS: callerNumber,
    SIMULATOR_PHONES: `Business=${businessNumber}`,
    SIMULATOR_PAGE_URL: pageUrl,
    SIMULATOR_VOICE_URL: `${backendUrl}/twilio/voice/inbound`,
    SIMULATOR_SMS_URL: `${backendUrl}/twilio/sms/inbound`,
    SIMULATOR_WHATSAPP_URL: `${backendUrl}/twilio/whatsapp/inbound`,
    SIMULATOR_OIDC_REDIRECT_URIS: `${backendUrl}/oauth/callback/demo`,
  };
}
