import type { TestContext } from 'node:test';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { type Application, startApplication } from './application.ts';
import { sdkClient } from './sdk-client.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const testAccount = 'AC00000000000000000000000000000001';
export const token = 'token-of-the-tests';
export const accountNumber = '+12015550100';
export const business = '+12015550110';
export const visitorNumber = '+12015550120';

/** An application that never answers blocks `idle`, so the clock moves on after this much real time. */
const hangingMs = 250;
const maxSettleMs = 10_000;

/** Waits for real sockets, but only briefly for an application that hangs on purpose. */
async function settle(simulator: Simulator, application: Application): Promise<void> {
  const impatient = Promise.withResolvers<void>();
  const startedAt = performance.now();
  const timer = setInterval(() => {
    if (application.isHanging() || performance.now() - startedAt > maxSettleMs) impatient.resolve();
  }, hangingMs);
  await Promise.race([simulator.idle(), impatient.promise]).finally(() => clearInterval(timer));
}

export type Setup = {
  clock: VirtualClock;
  simulator: Simulator;
  /** Address of the simulator. */
  url: string;
  application: Application;
  client: ReturnType<typeof sdkClient>;
};

/** Starts a simulator on a virtual clock, an application for its webhooks, and the SDK. All end with the test. */
export async function setUpSimulator(
  test: TestContext,
  options: Partial<Omit<SimulatorOptions, 'clock'>> = {},
): Promise<Setup> {
  const clock = createVirtualClock({ settle: () => settle(simulator, application) });
  const account = { accountSid: testAccount, authToken: token, numbers: [accountNumber] };
  const simulator: Simulator = createSimulator({ clock, ...account, ...options });
  const application: Application = await startApplication({ authToken: token });
  const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
  test.after(async () => {
    await simulator.app.close();
    await application.close();
  });
  const client = sdkClient({ url, username: testAccount, password: token, accountSid: testAccount });
  return { clock, simulator, url, application, client };
}
