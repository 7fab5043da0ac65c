import type { Config } from '../../config/config.ts';
import { createSimulatedPhones } from '../rehearsal/simulated-phones.ts';
import { createVisitor } from '../rehearsal/visitor.ts';
import type { Terminal } from '../terminal.ts';
import { localUrl, logFile } from './services.ts';

/** A visitor of the fictitious range, another each time: one number may ask for five codes a day. */
function someVisitorPhone(config: Config): string {
  const own = [config.site.businessNumber, config.site.callerNumber, config.site.notifyNumber];
  const numbers = Array.from({ length: 100 }, (_, index) => `+12015550${String(100 + index)}`);
  const free = numbers.filter((number) => !own.includes(number));
  return free[Math.floor(Math.random() * free.length)] ?? '+12015550142';
}

const milestones = ['pending', 'verified', 'calling', 'connected', 'completed'];

/** One callback from request to bridge, on the simulated carrier: the check that the whole thing works here. */
export async function checkOneCallback(terminal: Terminal, config: Config): Promise<boolean> {
  terminal.heading('One callback, end to end');
  const phones = createSimulatedPhones(localUrl(config.simulatorPort));
  const visitor = createVisitor({ baseUrl: localUrl(config.port) });
  const phone = someVisitorPhone(config);
  const brief = { answersAfterMs: 500, pressesAfterMs: 300, talksMs: 11_000 };
  try {
    await phones.script(config.site.businessNumber, 'human', brief);
    await phones.script(phone, 'human', brief);
    const request = await visitor.request({ name: 'Quick start', phone, subject: 'The check at the start' });
    await visitor.verify(request.request_id, await phones.code(phone));
    const last = await visitor.follow(
      request.request_id,
      ({ status, message }) => terminal.progress(Math.max(0, milestones.indexOf(status)) / 4, message),
      60_000,
    );
    await phones.script(config.site.businessNumber, 'human');
    if (last.outcome === 'talked' || last.outcome === 'after-hours-notified') {
      terminal.good(`It ended as it should: ${last.message}`);
      return true;
    }
    terminal.bad(`It ended as ${last.status} / ${last.outcome}.`, `Read ${logFile('backend')}`);
  } catch (error) {
    terminal.bad(`It did not get through: ${(error as Error).message}`, `Read ${logFile('backend')}`);
  }
  return false;
}
