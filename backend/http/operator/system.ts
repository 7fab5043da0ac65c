import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type SystemState, systemState } from '../../../contract/operator/system.ts';
import { liveWarnings } from '../../doctor/live-warnings.ts';
import { warningAccount } from '../../domain/budget/caps.ts';
import { type Amounts, zeroAmounts } from '../../domain/budget/charge.ts';
import { describeHours } from '../../domain/site/describe-hours.ts';
import type { Site } from '../../domain/site/site.ts';
import type { Uses } from '../deps.ts';
import { findWarnings, type WarningDeps } from '../health/warnings.ts';
import { problemResponses } from '../problems/send-problem.ts';
import { isoTime, optionalTime } from '../wire-times.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';
import { presentClosure } from './closure.ts';
import { inCurrency } from './present.ts';

const schema = {
  tags: ['operator'],
  summary: 'The state of this installation',
  response: { 200: systemState, ...problemResponses(...gateRefusals) },
};

type SystemDeps = WarningDeps &
  Uses<'statistics' | 'calendar' | 'recentErrors', 'siteId' | 'currency' | 'carrier' | 'version'>;

export type CapDeps = Uses<'spending' | 'statistics' | 'sites', 'siteId' | 'currency'>;

/** `GET /admin/system` */
export function systemRoute(deps: SystemDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  const startedAt = deps.clock.now();
  return (app, _options, done) => {
    gate.require(app, 'viewer');
    app.get('/admin/system', { schema }, async (): Promise<SystemState> => {
      const now = deps.clock.now();
      const { site } = deps.sites.get(deps.settings.siteId);
      const [checks, queue, inUse, caps, sizes] = await Promise.all([
        checkSystem(deps),
        deps.statistics.queue(now),
        deps.statistics.linesInUse(site.id),
        presentCaps(deps, now),
        deps.statistics.sizes(),
      ]);
      return {
        version: deps.settings.version,
        carrier: deps.settings.carrier,
        started_at: isoTime(startedAt),
        now: isoTime(now),
        business: presentBusiness(deps, site),
        checks,
        queue: {
          due: queue.due,
          waiting: queue.waiting,
          oldest_due_at: optionalTime(queue.oldestDueAt) ?? null,
        },
        lines: { total: site.lines, in_use: inUse },
        caps,
        errors: deps
          .recentErrors()
          .map(({ at, message, fix }) => ({ at: isoTime(at), message, fix: fix ?? null })),
        sizes: {
          callbacks: sizes.callbacks,
          database_bytes: sizes.bytes,
          memory_bytes: process.memoryUsage.rss(),
        },
      };
    });
    done();
  };
}

function presentBusiness(deps: SystemDeps, site: Site): SystemState['business'] {
  return {
    name: site.businessName,
    zone: site.zone,
    hours: site.hours === undefined ? [] : describeHours(site.hours),
    ...presentClosure(deps),
  };
}

async function checkSystem(deps: SystemDeps): Promise<SystemState['checks']> {
  const database = { id: 'database.writable', title: 'The database can be written' };
  const { store } = deps;
  const writable = await store.check().then(
    () => ({ ...database, status: 'pass' as const, found: null, fix: null }),
    (fault: Error & { advice?: string }) => ({
      ...database,
      status: 'fail' as const,
      found: fault.message,
      fix: fault.advice ?? null,
    }),
  );
  const warnings = (await findWarnings(deps)).map((warning) => {
    const { title, fix, isFatal } = liveWarnings[warning];
    return { id: warning, title, fix, status: isFatal ? ('fail' as const) : ('warn' as const), found: null };
  });
  return [writable, ...warnings];
}

/** Returns how much of each cap is used and set aside. */
export async function presentCaps(
  { spending, statistics, sites, settings }: CapDeps,
  now: number,
): Promise<SystemState['caps']> {
  const { site, rules } = sites.get(settings.siteId);
  const [usage, reserved, warned] = await Promise.all([
    spending.usage(site.id, now),
    statistics.reserved(site.id, now),
    spending.usage(warningAccount(site.id), now),
  ]);
  const { caps } = rules.spending;
  const aside = { hour: zeroAmounts, day: reserved };
  const of = (period: 'hour' | 'day', amount: keyof Amounts, cap: number) => ({
    used: usage[period][amount] - aside[period][amount],
    set_aside: aside[period][amount],
    cap: Number.isFinite(cap) ? cap : null,
  });
  const money = of('day', 'money', caps.moneyPerDay);
  return {
    texts_per_hour: of('hour', 'texts', caps.textsPerHour),
    calls_per_day: of('day', 'calls', caps.callsPerDay),
    minutes_per_day: of('day', 'minutes', caps.minutesPerDay),
    money_per_day: {
      currency: settings.currency,
      used: inCurrency(money.used + warned.day.money),
      set_aside: inCurrency(money.set_aside),
      cap: money.cap === null ? null : inCurrency(money.cap),
    },
  };
}
