import type { ComponentChildren } from 'preact';
import { type Filter, filter, type Range, withoutFilters } from '../../requests/filter.ts';
import { stats } from '../../requests/stats.ts';
import { formatNumber, percent } from '../../words/numbers.ts';

const rangeWords: Record<Range, string> = {
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
  '90d': 'last 90 days',
  all: 'all times',
  custom: 'chosen days',
};

/** The figures; most of them filter the list. */
export function Cards() {
  const known = stats.value;
  const given = filter.value;
  const when = rangeWords[given.range];
  const only = (status: Filter['status']) =>
    given.status.length === status.length &&
    status.every((one) => given.status.includes(one)) &&
    !given.needsYou;
  return (
    <section class="cards" aria-label="Figures">
      <Card
        kind="needs-you"
        label="Needs you"
        value={known?.needs_you}
        hint="failed, not done yet"
        isOn={given.needsYou}
        change={{ needsYou: true, range: 'all' }}
      />
      <Card
        label="Pending"
        value={known?.pending}
        hint="proven, waiting"
        isOn={only(['verified', 'calling', 'connected'])}
        change={{ status: ['verified', 'calling', 'connected'], range: given.range }}
      />
      <Card
        label="Unproven"
        value={known?.unproven}
        hint="code not entered"
        isOn={only(['pending'])}
        change={{ status: ['pending'], range: given.range }}
      />
      <Card
        kind="good"
        label="Completed"
        value={known?.completed}
        hint={when}
        isOn={only(['completed'])}
        change={{ status: ['completed'], range: given.range }}
      />
      <Card
        kind="bad"
        label="Failed"
        value={known?.failed}
        hint={when}
        isOn={only(['failed'])}
        change={{ status: ['failed'], range: given.range }}
      />
      <Card label="Total" value={known?.total} hint={when} isOn={only([])} change={{ range: given.range }} />
      <Figure label="Success rate" hint="of attempted calls">
        {known === undefined ? '–' : percent(known.success_rate)}
      </Figure>
      <Figure label="Last 24 h" hint="requests">
        {known === undefined ? '–' : formatNumber(known.last_24h)}
      </Figure>
    </section>
  );
}

function Card(props: {
  kind?: string;
  label: string;
  value: number | undefined;
  hint: string;
  isOn: boolean;
  change: Partial<Filter>;
}) {
  const isEmpty = props.value === undefined || props.value === 0;
  return (
    <button
      type="button"
      class="figure"
      data-kind={isEmpty ? undefined : props.kind}
      aria-pressed={props.isOn}
      onClick={() => {
        filter.value = { ...withoutFilters(filter.value), ...props.change };
      }}
    >
      <span class="figure-label">{props.label}</span>
      <strong>{props.value === undefined ? '–' : formatNumber(props.value)}</strong>
      <span class="figure-hint">{props.hint}</span>
    </button>
  );
}

function Figure(props: { label: string; hint: string; children: ComponentChildren }) {
  return (
    <div class="figure">
      <span class="figure-label">{props.label}</span>
      <strong>{props.children}</strong>
      <span class="figure-hint">{props.hint}</span>
    </div>
  );
}
