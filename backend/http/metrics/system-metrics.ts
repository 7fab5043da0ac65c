import type { Registry } from 'prom-client';
import type { SystemState } from '../../../contract/operator/system.ts';
import type { Uses } from '../deps.ts';
import { type CapDeps, presentCaps } from '../operator/system.ts';
import { addGauge, type Reading } from './collected.ts';

export type SystemMetricDeps = CapDeps & Uses<'statistics' | 'clock', 'version'>;

type Caps = SystemState['caps'];
type CapState = Pick<Caps['texts_per_hour'], 'used' | 'set_aside' | 'cap'>;

/** Spending, caps and the database. Money is in units of the currency. */
export function addSystemMetrics(registry: Registry, deps: SystemMetricDeps): void {
  const { statistics, clock, settings } = deps;
  const ofCaps = (pick: (cap: CapState) => number) => ({
    label: 'cap',
    read: async () => readCaps(await presentCaps(deps, clock.now()), pick),
  });
  addGauge(
    registry,
    'callback_cap_used',
    'Spent in this period of the cap',
    ofCaps(({ used }) => used),
  );
  addGauge(
    registry,
    'callback_cap_reserved',
    'Set aside for calls and texts to come',
    ofCaps((cap) => cap.set_aside),
  );
  addGauge(
    registry,
    'callback_cap_limit',
    'The cap itself',
    ofCaps(({ cap }) => cap ?? Number.POSITIVE_INFINITY),
  );
  addGauge(registry, 'callback_requests_stored', 'Callbacks in the database', {
    read: async () => [{ value: (await statistics.sizes()).callbacks }],
  });
  addGauge(registry, 'callback_database_size_bytes', 'Size of the database', {
    read: async () => [{ value: (await statistics.sizes()).bytes }],
  });
  addGauge(registry, 'callback_build_info', 'Always 1; the label tells the version', {
    label: 'version',
    read: async () => [{ label: settings.version, value: 1 }],
  });
}

function readCaps(caps: Caps, pick: (cap: CapState) => number): Reading[] {
  const names = ['texts_per_hour', 'calls_per_day', 'minutes_per_day', 'money_per_day'] as const;
  return names.map((label) => ({ label, value: pick(caps[label]) }));
}
