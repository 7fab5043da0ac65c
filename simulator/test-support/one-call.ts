import type { TestContext } from 'node:test';
import { accountNumber, business, type Setup, setUpSimulator } from './setup.ts';

/** Calls the business with the given TwiML verbs and lets `ms` pass. */
export async function oneCall(
  t: TestContext,
  twiml: string,
  { ms = 120_000, prepare }: { ms?: number; prepare?: (setup: Setup) => unknown } = {},
) {
  const setup = await setUpSimulator(t);
  const { application, client, clock, simulator } = setup;
  application.answer('/start', `<Response>${twiml}</Response>`);
  application.answer('/dialled', '<Response/>');
  prepare?.(setup);
  const { sid } = await client.calls.create({
    to: business,
    from: accountNumber,
    timeout: 30,
    url: `${application.url}/start`,
    fallbackUrl: `${application.url}/fallback`,
    statusCallback: `${application.url}/status`,
  });
  await clock.run(ms);
  const call = () => {
    const found = simulator.calls().find((one) => one.sid === sid);
    if (!found) throw new Error('call not found');
    return found;
  };
  return { ...setup, sid, call, paths: () => application.received.map(({ path }) => path) };
}
