import type { TestContext } from 'node:test';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { type Application, startApplication } from './application.ts';
import { sdkClient } from './sdk-client.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const testAccount = 'AC00000000000000000000000000000001';
export const token = 'token-of-the-tests';
export const ourNumber = '+12015550100';
export const business = '+12015550110';
export const visitorNumber = '+12015550120';

/** A server that keeps a request open holds real time, not virtual time: then the clock moves on regardless. */
const patienceMs = 250;

function withPatience(work: Promise<void>) {
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(patience.resolve, patienceMs);
  return Promise.race([work, patience.promise]).finally(() => clearTimeout(timer));
}

export type Setup = {
  clock: VirtualClock;
  simulator: Simulator;
  /** Where the simulator listens. */
  url: string;
  application: Application;
  client: ReturnType<typeof sdkClient>;
};

/** A listening simulator on a virtual clock, an application for its webhooks and the SDK; all end with the test. */
export async function setUpSimulator(
  test: TestContext,
  options: Partial<Omit<SimulatorOptions, 'clock'>> = {},
): Promise<Setup> {
  const clock = createVirtualClock({ settle: () => withPatience(simulator.idle()) });
  const account = { accountSid: testAccount, authToken: token, numbers: [ourNumber] };
  const simulator: Simulator = createSimulator({ clock, ...account, ...options });
  const application = await startApplication({ authToken: token });
  const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
  test.after(async () => {
    await simulator.app.close();
    await application.close();
  });
  const client = sdkClient({ url, username: testAccount, password: token, accountSid: testAccount });
  return { clock, simulator, url, application, client };
}
