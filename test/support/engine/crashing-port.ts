import type { Clock } from '../../../backend/ports/clock.ts';
import type { ProcessLifetime } from './process-lifetime.ts';

/** A call of a port: a request to the store, the carrier or an address of webhooks, before it or after its answer. */
export type Crossing = { to: 'store' | 'carrier' | 'webhooks'; what: string; when: 'before' | 'after' };

type Edge = {
  life: ProcessLifetime;
  to: Crossing['to'];
  /** Methods that do not return a promise. */
  direct: readonly string[];
  cross: (crossing: Crossing) => void;
  during: <T>(work: () => Promise<T>) => Promise<T>;
};

/** Wraps a port so that the process can die before and after each call. */
export function crashingPort<Port extends object>(port: Port, edge: Edge): Port {
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      const what = String(name);
      if (typeof method !== 'function' || edge.direct.includes(what)) return method;
      return (...args: unknown[]) => {
        edge.cross({ to: edge.to, what, when: 'before' });
        return edge.life.inside(async () => {
          const answer: unknown = await edge.during(() =>
            callOf(edge.life, () => Reflect.apply(method, target, args)),
          );
          edge.cross({ to: edge.to, what, when: 'after' });
          return answer;
        });
      };
    },
  });
}

/** A call that waited in a queue is not carried out for a process that died meanwhile. */
function callOf(life: ProcessLifetime, call: () => Promise<unknown>): Promise<unknown> {
  return life.over ? Promise.reject(new Error('the process is dead')) : call();
}

/** Wraps a clock so that timers of a dead process do not fire. */
export function crashingClock(clock: Clock, life: ProcessLifetime): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (ms, run) =>
      clock.after(ms, () => {
        if (!life.over) run();
      }),
  };
}
