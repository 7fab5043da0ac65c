import { withClosure } from '../../domain/site/site.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Closure, Closures } from '../../ports/operator/closures.ts';
import type { Sites } from '../../ports/sites.ts';

/** Other processes see a change after so long at most (ms). */
const refreshMs = 5_000;

export type ClosureSwitch = {
  /** The sites, closed while the switch says so. */
  sites: Sites;
  /** Closes a site, or opens it again with `undefined`. This process follows at once. */
  set(siteId: string, closure: Closure | undefined, actor: string): Promise<void>;
  /** Reads the state, and again every few seconds until `stop`. */
  start(): Promise<void>;
  stop(): void;
};

type SwitchPorts = { closures: Closures; clock: Clock; log: Log };

export function createClosureSwitch(ports: SwitchPorts, sites: Sites, siteId: string): ClosureSwitch {
  const { closures, clock, log } = ports;
  let current: Closure | undefined;
  let cancel = () => {};
  let isStopped = false;

  async function refresh(): Promise<void> {
    try {
      current = await closures.read(siteId);
    } catch (cause) {
      log.warn('closure of the business not read', { fix: 'check that the database can be read' }, cause);
    }
    if (!isStopped) cancel = clock.after(refreshMs, () => void refresh());
  }

  return {
    sites: {
      get(id) {
        const found = sites.get(id);
        return id === siteId ? { ...found, site: withClosure(found.site, current) } : found;
      },
      calledBy(callerNumber) {
        const found = sites.calledBy(callerNumber);
        return found?.id === siteId ? withClosure(found, current) : found;
      },
    },
    async set(id, closure, actor) {
      await closures.write(id, closure, { actor, at: clock.now() });
      if (id === siteId) current = closure;
    },
    start: refresh,
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
