import '../../styles/pages.css';
import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Stats } from '../../../../contract/operator/stats.ts';
import { filter, type Range } from '../../requests/filter.ts';
import { stats } from '../../requests/stats.ts';
import { type Outcome, outcomeWords } from '../../words/labels.ts';
import { formatNumber, money, percent } from '../../words/numbers.ts';
import { shortDuration } from '../../words/time.ts';
import { Loading } from '../parts/notice.tsx';
import { Heatmap } from './heatmap.tsx';

const spans = { '7d': '7 days', '30d': '30 days', '90d': '90 days', all: 'All times' } as const;

/** Charts of the chosen time. The library of the line charts is loaded when they are opened. */
export function InsightsPage() {
  const known = stats.value;
  return (
    <>
      <div class="page-head">
        <h1>Insights</h1>
        <fieldset class="segments">
          <legend class="visually-hidden">Time</legend>
          {Object.entries(spans).map(([range, word]) => (
            <button
              key={range}
              type="button"
              aria-pressed={filter.value.range === range}
              onClick={() => {
                filter.value = { ...filter.value, range: range as Range };
              }}
            >
              {word}
            </button>
          ))}
        </fieldset>
      </div>
      {known === undefined ? <Loading /> : <Content known={known} />}
    </>
  );
}

function Content({ known }: { known: Stats }) {
  return (
    <>
      <div class="tiles">
        <Tile title="Answer rate" value={percent(known.answer_rate)} hint="of calls, you pressed 1" />
        <Tile title="Success rate" value={percent(known.success_rate)} hint="of calls, you talked" />
        <Median title="Time to answer" of={known.time_to_answer} />
        <Median title="Visitor’s wait" of={known.wait} />
        <Tile
          title="Spent"
          value={money(known.spent.money, known.spent.currency)}
          hint={`${formatNumber(known.spent.calls)} calls, ${formatNumber(known.spent.texts)} texts`}
        />
      </div>
      <section class="chart-card" aria-label="Requests a day">
        <h2>Requests a day</h2>
        <DayChart known={known} kind="requests" />
      </section>
      <section class="chart-card" aria-label="Money a day">
        <h2>Money a day</h2>
        {known.spent.money === 0 ? (
          <p class="muted">Nothing was spent in this time.</p>
        ) : (
          <DayChart known={known} kind="money" />
        )}
      </section>
      <section class="chart-card" aria-label="How requests ended">
        <h2>How requests ended</h2>
        <Outcomes known={known} />
      </section>
      <section class="chart-card" aria-label="Answer rate by hour">
        <h2>Answer rate by hour</h2>
        <Heatmap known={known} />
      </section>
    </>
  );
}

function Tile({ title, value, hint }: { title: string; value: string; hint: string }) {
  return (
    <section class="tile" aria-label={title}>
      <h2>{title}</h2>
      <strong>{value}</strong>
      <p class="muted">{hint}</p>
    </section>
  );
}

function Median({ title, of: { p50, p90 } }: { title: string; of: Stats['wait'] }) {
  if (p50 === null || p90 === null) return <Tile title={title} value="–" hint="not measured yet" />;
  const hint = `median; 90 % within ${shortDuration(p90)}`;
  return <Tile title={title} value={shortDuration(p50)} hint={hint} />;
}

type ChartProps = { known: Stats; kind: 'requests' | 'money' };

function DayChart(props: ChartProps) {
  const chart = useSignal<ComponentType<ChartProps> | undefined>(undefined);
  useEffect(() => {
    void import('./day-chart.tsx').then(({ Chart }) => {
      chart.value = Chart;
    });
  }, []);
  if (props.known.by_day.length === 0) return <p class="muted">No requests in this time.</p>;
  const Shown = chart.value;
  return Shown === undefined ? <Loading rows={3} /> : <Shown {...props} />;
}

function Outcomes({ known }: { known: Stats }) {
  const all = Object.entries(known.by_outcome)
    .map(([outcome, count]) => ({ outcome: outcome as Outcome, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const most = all[0]?.count ?? 1;
  if (all.length === 0) return <p class="muted">No request has ended in this time.</p>;
  return (
    <ul class="bars">
      {all.map(({ outcome, count }) => (
        <li key={outcome}>
          <span>{outcomeWords[outcome]}</span>
          <span class="bar" aria-hidden="true">
            <span data-good={outcome === 'talked'} style={{ width: `${(count / most) * 100}%` }} />
          </span>
          <strong>{formatNumber(count)}</strong>
        </li>
      ))}
    </ul>
  );
}
