import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, RestFaultKind } from '../faults.ts';
import type { SimulatorState } from '../state.ts';
import type { Timeline } from '../timeline.ts';
import { errorBody, restErrors } from './rest-error.ts';

const kinds: readonly RestFaultKind[] = ['answer-lost', 'answer-lost-before', '429', '500', 'slow'];

function resourceOf(url: string): string {
  return (/\/Accounts\/[^/]+\/(\w+)/.exec(url)?.[1] ?? '').toLowerCase();
}

/** Whether a fault applies to this request. Lost answers strike only POST unless the fault names a method. */
function appliesTo(fault: Fault, { method, url }: { method: string; url: string }): boolean {
  const onlyPost = fault.method === undefined && fault.kind.startsWith('answer-lost');
  const wanted = onlyPost ? 'POST' : fault.method;
  const rightResource = fault.resource === undefined || fault.resource === resourceOf(url);
  return rightResource && (wanted === undefined || wanted === method);
}

/** Applies the planned REST faults, between authentication and route. */
export function createRestFaults({ state, timeline }: { state: () => SimulatorState; timeline: Timeline }) {
  const losing = new WeakSet<FastifyRequest>();

  const act = async (fault: Fault, request: FastifyRequest, reply: FastifyReply) => {
    if (fault.kind === '429') return reply.code(429).send(errorBody(restErrors.tooManyRequests));
    if (fault.kind === '500') return reply.code(500).send(errorBody(restErrors.internal));
    if (fault.kind === 'slow') await new Promise<void>((go) => state().clock.after(fault.ms, go));
    if (fault.kind === 'answer-lost') losing.add(request);
    if (fault.kind !== 'answer-lost-before') return undefined;
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  };

  return {
    losesAnswer: (request: FastifyRequest) => losing.has(request),
    /** @param waitsForClock called before a wait that only the clock can end */
    before: async (request: FastifyRequest, reply: FastifyReply, waitsForClock: () => void) => {
      const fault = state().faults.strike(kinds, (one) => appliesTo(one, request));
      if (!fault) return undefined;
      const { method, url } = request;
      timeline.record('fault.struck', { fault: fault.kind, method, url });
      if (fault.kind === 'slow') waitsForClock();
      return act(fault, request, reply);
    },
  };
}
