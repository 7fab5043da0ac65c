import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type ClosureState, closureRequest, closureState } from '../../../contract/operator/closure.ts';
import { isBusinessOpen, nextOpening } from '../../domain/site/business-hours.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { isoTime, optionalTime } from '../wire-times.ts';
import type { OperatorGate } from './access/gate.ts';
import { gateRefusals } from './access/gate.ts';

const closeSchema = {
  tags: ['operator'],
  summary: 'Close the business until a time, also within its opening hours',
  body: closureRequest,
  response: { 200: closureState, ...problemResponses(...gateRefusals) },
};

const openSchema = {
  tags: ['operator'],
  summary: 'Return to the opening hours',
  response: { 200: closureState, ...problemResponses(...gateRefusals) },
};

type ClosureDeps = Uses<'sites' | 'closureSwitch' | 'calendar' | 'clock', 'siteId'>;

const dayMs = 86_400_000;
/** The next opening is searched that far ahead. */
const longestMs = 366 * dayMs;

/** `POST` and `DELETE /admin/closed` */
export function closureRoutes(deps: ClosureDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  const { closureSwitch, clock, settings } = deps;
  return (app, _options, done) => {
    gate.require(app, 'operator');
    app.post('/admin/closed', { schema: closeSchema }, async (request, reply) => {
      const until = Date.parse(request.body.until);
      const aheadMs = until - clock.now();
      if (aheadMs <= 0 || aheadMs > longestMs)
        return sendProblem(reply, 'invalid-request', {
          errors: [{ field: 'until', problem: 'must be in the future, within a year' }],
        });
      const closure = { until, reason: request.body.reason };
      await closureSwitch.set(settings.siteId, closure, gate.operator(request).name);
      return presentClosure(deps);
    });
    app.delete('/admin/closed', { schema: openSchema }, async (request) => {
      await closureSwitch.set(settings.siteId, undefined, gate.operator(request).name);
      return presentClosure(deps);
    });
    done();
  };
}

/** Returns whether the business is open, and what closes it. */
export function presentClosure({
  sites,
  calendar,
  clock,
  settings,
}: Pick<ClosureDeps, 'sites' | 'calendar' | 'clock' | 'settings'>): ClosureState {
  const { hours } = sites.get(settings.siteId).site;
  const at = clock.now();
  const open = hours === undefined || isBusinessOpen(hours, calendar, at);
  const opensAt = open || hours === undefined ? undefined : nextOpening(hours, calendar, at);
  const closure = hours?.closure !== undefined && hours.closure.until > at ? hours.closure : undefined;
  return {
    open,
    next_opening: optionalTime(opensAt) ?? null,
    closed_until: closure === undefined ? null : isoTime(closure.until),
    reason: closure?.reason ?? null,
  };
}
