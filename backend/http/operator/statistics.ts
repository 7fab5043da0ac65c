import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type Stats, stats, statsQuery } from '../../../contract/operator/stats.ts';
import { addAmounts } from '../../domain/budget/charge.ts';
import { type SiteFigures, siteFigures } from '../../usecases/operator/statistics.ts';
import type { Uses } from '../deps.ts';
import { problemResponses } from '../problems/send-problem.ts';
import { isoTime } from '../wire-times.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';
import { inCurrency } from './present.ts';

const schema = {
  tags: ['operator'],
  summary: 'Figures about the callbacks of a period',
  querystring: statsQuery,
  response: { 200: stats, ...problemResponses(...gateRefusals) },
};

const defaultPeriodMs = 30 * 86_400_000;

type StatsDeps = Uses<'statistics' | 'callbackList' | 'sites' | 'calendar' | 'clock', 'siteId' | 'currency'>;

/** `GET /admin/stats` */
export function statsRoute(deps: StatsDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    gate.require(app, 'viewer');
    app.get('/admin/stats', { schema }, async ({ query }): Promise<Stats> => {
      const now = deps.clock.now();
      const to = query.to === undefined ? now : Date.parse(query.to);
      const from = query.from === undefined ? to - defaultPeriodMs : Date.parse(query.from);
      const { site } = deps.sites.get(deps.settings.siteId);
      const figures = await siteFigures(deps, site, { from, to, now });
      return {
        from: isoTime(from),
        to: isoTime(to),
        zone: site.zone,
        ...presentFigures(figures, deps.settings.currency),
      };
    });
    done();
  };
}

function presentFigures(figures: SiteFigures, currency: string): Omit<Stats, 'from' | 'to' | 'zone'> {
  const spent = addAmounts(...figures.spentByDay.map(({ amounts }) => amounts));
  return {
    total: figures.total,
    verified: figures.verified,
    pending: figures.pending,
    unproven: figures.unproven,
    needs_you: figures.needsYou,
    completed: figures.completed,
    failed: figures.failed,
    cancelled: figures.cancelled,
    success_rate: figures.successRate ?? null,
    answer_rate: figures.answerRate ?? null,
    last_24h: figures.last24h,
    by_status: figures.byStatus,
    by_outcome: figures.byOutcome,
    by_day: presentDays(figures),
    by_hour: figures.byHour,
    time_to_answer: presentPercentiles(figures.timeToAnswer),
    wait: presentPercentiles(figures.wait),
    spent: { currency, ...spent, money: inCurrency(spent.money) },
  };
}

/** Money is counted by UTC day and stands at the local day of the same date. */
function presentDays({ byDay, spentByDay }: SiteFigures): Stats['by_day'] {
  const money = new Map(
    spentByDay.map(({ startsAt, amounts }) => [isoTime(startsAt).slice(0, 10), amounts.money]),
  );
  const days = [...new Set([...byDay.keys(), ...money.keys()])].sort();
  return days.map((day) => ({
    day,
    ...(byDay.get(day) ?? { total: 0, completed: 0, failed: 0 }),
    spent: inCurrency(money.get(day) ?? 0),
  }));
}

function presentPercentiles({ p50, p90 }: SiteFigures['wait']): Stats['wait'] {
  return { p50: p50 ?? null, p90: p90 ?? null };
}
