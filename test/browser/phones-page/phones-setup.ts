import type { TestContext } from 'node:test';
import { createSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { type Application, startApplication } from '../../../simulator/test-support/application.ts';
import { sdkClient } from '../../../simulator/test-support/sdk-client.ts';
import { createSystemClock } from '../../../simulator/time/clock.ts';

const accountSid = 'AC00000000000000000000000000000001';
const authToken = 'token-of-the-tests';

/** The account's number, and a phone that it calls; valid fictitious numbers. */
export const numbers = { account: '+12015550100', business: '+12015550110' } as const;

export type PhonesSetup = {
  url: string;
  simulator: Simulator;
  application: Application;
  /** The official SDK, pointed at the simulator. */
  client: ReturnType<typeof sdkClient>;
  /** Stops the simulator; its state is lost. */
  stop(): Promise<void>;
  /** Starts another simulator at the same address. */
  startAgain(): Promise<void>;
};

/** A simulator in this process at ten times real speed, and the application that it calls. */
export async function startPhonesSetup(
  t: TestContext,
  names: Record<string, string> = {},
): Promise<PhonesSetup> {
  const application = await startApplication({ authToken });
  const create = () =>
    createSimulator({
      clock: createSystemClock({ speed: 10 }),
      speed: 10,
      accountSid,
      authToken,
      numbers: [numbers.account],
      names: new Map(Object.entries(names)),
      settings: { voiceUrl: `${application.url}/voice`, smsUrl: `${application.url}/sms` },
    });
  let simulator = create();
  const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = new URL(url);
  t.after(async () => {
    await simulator.app.close();
    await application.close();
  });
  return {
    url,
    application,
    client: sdkClient({ url, username: accountSid, password: authToken, accountSid }),
    get simulator() {
      return simulator;
    },
    stop: () => simulator.app.close(),
    async startAgain() {
      simulator = create();
      await simulator.app.listen({ host: '127.0.0.1', port: Number(port) });
    },
  };
}
