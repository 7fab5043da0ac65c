import type { TestContext } from 'node:test';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { type Application, startApplication } from './application.ts';
import { sdkClient } from './sdk-client.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const ACCOUNT = 'AC00000000000000000000000000000001';
export const TOKEN = 'token-of-the-tests';
export const OURS = '+12015550100';
export const BUSINESS = '+12015550110';
export const VISITOR = '+12015550120';

/** A server that keeps a request open holds real time, not virtual time: then the clock moves on regardless. */
const PATIENCE_MS = 250;

const withPatience = (work: Promise<void>) => {
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(patience.resolve, PATIENCE_MS);
  return Promise.race([work, patience.promise]).finally(() => clearTimeout(timer));
};

export type Rig = {
  clock: VirtualClock;
  simulator: Simulator;
  /** Where the simulator listens. */
  url: string;
  application: Application;
  client: ReturnType<typeof sdkClient>;
};

/** A listening simulator on a virtual clock, an application for its webhooks and the SDK; all end with the test. */
export const startRig = async (
  test: TestContext,
  options: Partial<Omit<SimulatorOptions, 'clock'>> = {},
): Promise<Rig> => {
  const clock = createVirtualClock({ settle: () => withPatience(simulator.idle()) });
  const account = { accountSid: ACCOUNT, authToken: TOKEN, numbers: [OURS] };
  const simulator: Simulator = createSimulator({ clock, ...account, ...options });
  const application = await startApplication({ authToken: TOKEN });
  const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
  test.after(async () => {
    await simulator.app.close();
    await application.close();
  });
  const client = sdkClient({ url, username: ACCOUNT, password: TOKEN, accountSid: ACCOUNT });
  return { clock, simulator, url, application, client };
};
