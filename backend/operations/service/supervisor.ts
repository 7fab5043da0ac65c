import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { operationFault } from '../fault.ts';
import { serviceName } from './unit.ts';

/** Starts and stops the installed server. */
export type Supervisor = {
  isInstalled(): Promise<boolean>;
  start(): Promise<void>;
  /** Returns when the process has ended. */
  stop(): Promise<void>;
};

const run = promisify(execFile);

/** Asks systemd. Users other than root need sudo for it, which asks for their password in the terminal. */
export function createSystemd(): Supervisor {
  async function ask(action: 'start' | 'stop'): Promise<void> {
    const [program, ...words] =
      userInfo().uid === 0 ? ['systemctl', action, serviceName] : ['sudo', 'systemctl', action, serviceName];
    try {
      await run(program ?? 'systemctl', words);
    } catch (cause) {
      throw operationFault('service-not-controlled', {
        message: `The service could not be asked to ${action}.`,
        advice: `Run: sudo systemctl ${action} ${serviceName}; then run this command again: it continues where it was.`,
        cause,
      });
    }
  }
  return {
    isInstalled: () =>
      run('systemctl', ['cat', serviceName]).then(
        () => true,
        () => false,
      ),
    start: () => ask('start'),
    stop: () => ask('stop'),
  };
}

/** Waits until the server answers at `/health`, or `/health/ready` when `mustBeReady`. */
export async function awaitHealth(
  baseUrl: string,
  { timeoutMs, mustBeReady }: { timeoutMs: number; mustBeReady: boolean },
): Promise<boolean> {
  const giveUpAt = Date.now() + timeoutMs;
  const url = `${baseUrl}${mustBeReady ? '/health/ready' : '/health'}`;
  while (Date.now() < giveUpAt) {
    if (await answersWell(url)) return true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return false;
}

const pollMs = 250;
const answerTimeoutMs = 3_000;

/** Returns whether the address answers with success. */
export async function answersWell(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(answerTimeoutMs);
  return fetch(url, { signal }).then(
    async (answer) => {
      await answer.body?.cancel();
      return answer.ok;
    },
    () => false,
  );
}
