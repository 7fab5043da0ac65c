import type { Config } from '../../config/config.ts';
import { createSimulatedPhones, type SimulatedPhones } from '../rehearsal/simulated-phones.ts';
import { createVisitor } from '../rehearsal/visitor.ts';
import type { Terminal } from '../terminal.ts';
import { localUrl, logFile } from './services.ts';

/** Returns a random fictitious number, because each number may request only five codes a day. */
function randomVisitorPhone(config: Config): string {
  const usedNumbers = [config.site.businessNumber, config.site.callerNumber, config.site.notifyNumber];
  const numbers = Array.from({ length: 100 }, (_, index) => `+12015550${String(100 + index)}`);
  const free = numbers.filter((number) => !usedNumbers.includes(number));
  return free[Math.floor(Math.random() * free.length)] ?? '+12015550142';
}

const milestones = ['pending', 'verified', 'calling', 'connected', 'completed'];

/** The check set two phones to answer automatically. From now on the user answers every phone. */
async function leavePhonesByHand(phones: SimulatedPhones, taught: readonly string[]): Promise<void> {
  await phones.scriptByDefault('manual');
  for (const number of taught) await phones.script(number, 'manual');
}

/** Runs one callback on the simulated carrier, from the request to the end. Returns whether it ended as expected. */
export async function checkOneCallback(terminal: Terminal, config: Config): Promise<boolean> {
  terminal.heading('One callback, end to end');
  const phones = createSimulatedPhones(localUrl(config.simulatorPort));
  const visitor = createVisitor({ baseUrl: localUrl(config.port) });
  const phone = randomVisitorPhone(config);
  const shortCall = { answersAfterMs: 500, pressesAfterMs: 300, talksMs: 11_000 };
  try {
    await phones.script(config.site.businessNumber, 'human', shortCall);
    await phones.script(phone, 'human', shortCall);
    const request = await visitor.request({
      name: 'Quick start',
      phone,
      subject: 'Check by the quick start',
    });
    await visitor.verify(request.request_id, await phones.code(phone));
    const last = await visitor.follow(
      request.request_id,
      ({ status, message }) => terminal.progress(Math.max(0, milestones.indexOf(status)) / 4, message),
      60_000,
    );
    await leavePhonesByHand(phones, [config.site.businessNumber, phone]);
    if (last.outcome === 'talked' || last.outcome === 'after-hours-notified') {
      terminal.good(`The callback ended as expected: ${last.message}`);
      return true;
    }
    terminal.bad(
      `The callback ended unexpectedly: ${last.status} / ${last.outcome}.`,
      `Read the log: ${logFile('backend')}`,
    );
  } catch (error) {
    terminal.bad(`The callback failed: ${(error as Error).message}`, `Read the log: ${logFile('backend')}`);
  }
  return false;
}
