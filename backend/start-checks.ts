import { setTimeout as sleep } from 'node:timers/promises';
import type { SetupWarning } from '../contract/health.ts';
import type { UrlProblem } from './adapters/twilio/webhooks/check-public-url.ts';
import type { Log } from './ports/log.ts';

/** Checks what only the running server can find out. `warnings` is what the latest round found. */
export type StartChecks = {
  /** Repeats the checks until all pass or `stopping` is aborted. Logs each finding once. */
  run(stopping: AbortSignal): Promise<void>;
  warnings(): SetupWarning[];
};

/** A tunnel often starts together with this server, so the first tries come soon. */
const retryAfterMs = [2_000, 3_000];
const recheckMs = 60_000;

export function createStartChecks(checks: {
  log: Log;
  /** Logs what is wrong with the carrier account, and returns it. */
  checkAccount(): Promise<SetupWarning[]>;
  checkAddress(): Promise<UrlProblem | undefined>;
  wait?: (ms: number, stopping: AbortSignal) => Promise<void>;
}): StartChecks {
  const { log, wait = waitUnlessStopping } = checks;
  let account: SetupWarning[] = [];
  let address: UrlProblem | undefined;

  async function tryAddress(stopping: AbortSignal): Promise<void> {
    let found = await checks.checkAddress();
    for (const pauseMs of retryAfterMs) {
      if (found === undefined || stopping.aborted) break;
      await wait(pauseMs, stopping);
      found = await checks.checkAddress();
    }
    reportAddress(found);
  }

  function reportAddress(found: UrlProblem | undefined): void {
    const isNews = found?.problem !== address?.problem;
    address = found;
    if (!isNews) return;
    if (found === undefined) log.info('PUBLIC_BASE_URL reaches this server');
    else log.error(found.problem, { fix: found.fix });
  }

  async function checkAccountAgain(): Promise<void> {
    if (account.length === 0) return;
    account = await checks.checkAccount();
    if (account.length === 0) log.info('carrier account can be used');
  }

  return {
    async run(stopping) {
      const checkFirst = async () => {
        account = await checks.checkAccount();
      };
      await Promise.all([checkFirst(), tryAddress(stopping)]);
      log.info('start checks finished');
      while (!stopping.aborted && (account.length > 0 || address !== undefined)) {
        await wait(recheckMs, stopping);
        if (stopping.aborted) return;
        await checkAccountAgain();
        if (address !== undefined) reportAddress(await checks.checkAddress());
      }
    },
    warnings: () => [...account, ...(address === undefined ? [] : (['public-address-unreachable'] as const))],
  };
}

async function waitUnlessStopping(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => {});
}
