import { useEffect, useRef } from 'preact/hooks';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Stats } from '../../../../contract/operator/stats.ts';
import { settings } from '../../state/settings.ts';
import { formatNumber, money } from '../../words/numbers.ts';

const height = 220;
const dayIncrements = [1, 2, 7, 14, 30, 90, 365].map((days) => days * 86_400);

/** A line for each figure, a point for each day in the zone of the business. */
export function Chart({ known, kind }: { known: Stats; kind: 'requests' | 'money' }) {
  const place = useRef<HTMLDivElement>(null);
  const { theme } = settings.value;
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const plot = new UPlot(optionsFor(element, known, kind), dataOf(known, kind), element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [known, kind, theme]);
  return (
    <>
      <div class="chart" ref={place} aria-hidden="true" />
      <p class="visually-hidden">{summary(known, kind)}</p>
    </>
  );
}

function dataOf({ by_day }: Stats, kind: 'requests' | 'money'): UPlot.AlignedData {
  const days = by_day.map(({ day }) => Date.parse(`${day}T00:00:00Z`) / 1_000);
  if (kind === 'money') return [days, by_day.map(({ spent }) => spent)];
  return [
    days,
    by_day.map(({ total }) => total),
    by_day.map(({ completed }) => completed),
    by_day.map(({ failed }) => failed),
  ];
}

function optionsFor(element: HTMLElement, known: Stats, kind: 'requests' | 'money'): UPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const probe = (name: string) => resolveColor(element, color(name));
  const axis = {
    stroke: probe('--muted'),
    grid: { stroke: probe('--line'), width: 1 },
    ticks: { show: false },
  };
  const shown = (value: number) =>
    kind === 'money' ? money(value, known.spent.currency) : formatNumber(value);
  const line = (label: string, name: string) => ({
    label,
    stroke: probe(name),
    width: 2,
    points: { show: known.by_day.length < 3 },
    value: (_plot: UPlot, value: unknown) => (typeof value === 'number' ? shown(value) : '–'),
  });
  const lines =
    kind === 'money'
      ? [line('Spent', '--accent')]
      : [line('Requests', '--accent'), line('Completed', '--good'), line('Failed', '--bad')];
  return {
    width: element.clientWidth,
    height,
    tzDate: (at) => UPlot.tzDate(new Date(at * 1_000), 'UTC'),
    cursor: { points: { size: 7 } },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(max * 1.1, kind === 'money' ? 0.01 : 4)] } },
    axes: [
      { ...axis, space: 60, incrs: dayIncrements, values: '{MMM} {D}' },
      { ...axis, size: 56, values: (_plot, values) => values.map(shown) },
    ],
    series: [{ label: 'Day', value: '{MMM} {D}' }, ...lines],
  };
}

/** The canvas cannot read `light-dark()`; an element can. */
function resolveColor(element: HTMLElement, value: string): string {
  const probe = document.createElement('span');
  probe.style.color = value;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function summary({ by_day, total, spent }: Stats, kind: 'requests' | 'money'): string {
  const days = `${by_day.length} days`;
  if (kind === 'money') return `${money(spent.money, spent.currency)} spent in ${days}.`;
  const most = by_day.toSorted((a, b) => b.total - a.total)[0];
  return `${formatNumber(total)} requests in ${days}; most on ${most?.day}: ${most?.total}.`;
}
