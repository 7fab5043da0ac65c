import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server of this project in its own process. */
export type Service = {
  name: string;
  process: ChildProcess;
  /** Returns its last 4,000 characters of output. */
  output(): string;
  /** Sends SIGTERM and waits for the exit; sends SIGKILL after 12 seconds. */
  stop(): Promise<void>;
  /** Resolves with the exit code; `undefined` after a signal. */
  exited: Promise<number | undefined>;
};

/**
 * Limits the young generation of the heap. It grows while modules load and never shrinks: at its default size an idle
 * server keeps 20 MB more. https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib
 */
const semiSpaceLimit = '--max-semi-space-size=4';

/** Starts `node <entry>` with this environment and the caller's compile cache. Its output goes to `logFile`. */
export function startService(start: {
  name: string;
  entry: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
}): Service {
  const child = spawn(process.execPath, [semiSpaceLimit, start.entry], {
    env: { NODE_COMPILE_CACHE: getCompileCacheDir(), ...start.env },
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
  const exited = new Promise<number | undefined>((resolve) => {
    child.once('exit', (code) => {
      log.end();
      resolve(code ?? undefined);
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

/** Waits until `url` answers 2xx. `onWait` receives the used share of the timeout, from 0 to 1. */
export async function waitForHealth(
  service: Service,
  url: string,
  onWait: (share: number) => void,
  timeoutMs = 20_000,
): Promise<boolean> {
  const startedAt = Date.now();
  while (Date.now() - startedAt < timeoutMs) {
    if (service.process.exitCode !== null) return false;
    const healthy = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return true;
    onWait((Date.now() - startedAt) / timeoutMs);
    await sleep(100);
  }
  return false;
}

/** Whether no process listens on this port. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** Linux gives outgoing connections ports from 32768 on: a free one there may be taken before a server listens. */
const serverPorts = { min: 20_000, max: 32_767 };

/** Returns a port that is free at this moment and that no outgoing connection will take. */
export async function freePort(): Promise<number> {
  const port = randomInt(serverPorts.min, serverPorts.max);
  return (await isPortFree(port)) ? port : freePort();
}

/** Returns the simulator's settings for a backend at `backendUrl`. */
export function simulatorEnvironment(target: {
  port: number;
  backendUrl: string;
  /** Address of the visitor page. */
  pageUrl: string;
  callerNumber: string;
  businessNumber: string;
}): Record<string, string> {
  const { port, backendUrl, pageUrl, callerNumber, businessNumber } = target;
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
