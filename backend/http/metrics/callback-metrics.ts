import type { Registry } from 'prom-client';
import { callbackStatuses } from '../../domain/callback/state.ts';
import { outcomes } from '../../domain/outcome.ts';
import type { Uses } from '../deps.ts';
import { addCounter, addGauge, type Reading } from './collected.ts';

export type CallbackMetricDeps = Uses<'statistics' | 'sites' | 'clock' | 'webhookOutbox', 'siteId'>;

const dayMs = 86_400_000;
const quarterMs = 15 * 60_000;
const openStatuses = callbackStatuses.filter(
  (status) => status !== 'completed' && status !== 'failed' && status !== 'cancelled',
);

/**
 * Callbacks, calls, texts and effects, read from the statistics when they are collected. What a retry or a removal can
 * lower is a gauge of the last 24 hours: Prometheus takes a falling counter for a restart.
 */
export function addCallbackMetrics(registry: Registry, deps: CallbackMetricDeps): void {
  const { statistics, clock, settings } = deps;
  const { siteId } = settings;
  const lastDay = () => {
    const now = clock.now();
    return statistics.sums(siteId, now - dayMs, now + quarterMs);
  };
  addGauge(registry, 'callback_requests_ended_last_day', 'Callbacks of the last 24 hours that ended', {
    label: 'outcome',
    read: async () => countBy(await lastDay(), outcomes, ({ outcome }) => outcome),
  });
  addGauge(registry, 'callback_requests_open_last_day', 'Callbacks of the last 24 hours in progress', {
    label: 'status',
    read: async () => countBy(await lastDay(), openStatuses, ({ status }) => status),
  });
  addTexts(registry, deps);
  addCalls(registry, deps);
  addEffects(registry, deps);
  addWebhooks(registry, deps);
}

function countBy<Sum extends { callbacks: number }>(
  sums: readonly Sum[],
  keys: readonly string[],
  keyOf: (sum: Sum) => string | undefined,
): Reading[] {
  return keys.map((label) => ({
    label,
    value: sums.reduce((total, sum) => total + (keyOf(sum) === label ? sum.callbacks : 0), 0),
  }));
}

const deliveries = ['due', 'queued', 'sent', 'delivered', 'undelivered', 'failed'] as const;
const purposes = ['code', 'missed-call'] as const;

function addTexts(registry: Registry, { statistics, clock, settings }: CallbackMetricDeps): void {
  for (const purpose of purposes) {
    const name = `callback_${purpose.replace('-', '_')}_texts_last_day`;
    const about = purpose === 'code' ? 'Texts with a code' : 'Texts about missed calls';
    addGauge(registry, name, `${about}, for callbacks of the last 24 hours`, {
      label: 'delivery',
      async read() {
        const counts = await statistics.texts(settings.siteId, clock.now() - dayMs);
        const own = counts.filter((count) => count.purpose === purpose);
        return deliveries.map((label) => ({
          label,
          value: own.find(({ status }) => status === label)?.texts ?? 0,
        }));
      },
    });
  }
}

function addCalls(registry: Registry, { statistics, sites, clock, settings }: CallbackMetricDeps): void {
  const { siteId } = settings;
  const measured = async (measure: 'answer' | 'wait'): Promise<Reading[]> => {
    const durations = await statistics.durations(siteId, measure, 0, clock.now() + dayMs);
    return [{ value: durations.reduce((total, { calls }) => total + calls, 0) }];
  };
  addCounter(registry, 'callback_calls_answered_total', 'Calls that the business picked up', {
    read: () => measured('answer'),
  });
  addCounter(registry, 'callback_conversations_total', 'Visitors who were connected with the business', {
    read: () => measured('wait'),
  });
  addGauge(registry, 'callback_lines_in_use', 'Lines of the business with a call', {
    read: async () => [{ value: await statistics.linesInUse(siteId) }],
  });
  addGauge(registry, 'callback_lines', 'Calls that the business can take at the same time', {
    read: async () => [{ value: sites.get(siteId).site.lines }],
  });
}

function addEffects(registry: Registry, { statistics, clock }: CallbackMetricDeps): void {
  const queue = () => statistics.queue(clock.now());
  addGauge(registry, 'callback_effects', 'Effects: due now, or waiting for their time', {
    label: 'state',
    async read() {
      const { due, waiting } = await queue();
      return [
        { label: 'due', value: due },
        { label: 'waiting', value: waiting },
      ];
    },
  });
  addGauge(registry, 'callback_effects_oldest_due_age_seconds', 'Delay of the oldest due effect', {
    async read() {
      const { oldestDueAt } = await queue();
      return [{ value: oldestDueAt === undefined ? 0 : (clock.now() - oldestDueAt) / 1000 }];
    },
  });
}

function addWebhooks(registry: Registry, { webhookOutbox, clock }: CallbackMetricDeps): void {
  const counts = () => webhookOutbox.counts(clock.now() - dayMs);
  addGauge(registry, 'callback_webhooks_waiting', 'Webhooks that were not delivered yet', {
    read: async () => [{ value: (await counts()).due }],
  });
  addGauge(registry, 'callback_webhooks_oldest_age_seconds', 'Age of the oldest one that waits', {
    async read() {
      const { oldestDueAt } = await counts();
      return [{ value: oldestDueAt === undefined ? 0 : (clock.now() - oldestDueAt) / 1000 }];
    },
  });
  addGauge(registry, 'callback_webhooks_given_up_last_day', 'Webhooks of the last 24 hours given up', {
    read: async () => [{ value: (await counts()).givenUp }],
  });
}
