import colours from 'picocolors';
import type { SystemState } from '../../../contract/operator/system.ts';
import { formatLogLine } from '../service/format-log.ts';
import type { Sample } from './monitor-sample.ts';

/** Returns the lines of the monitor for a terminal of this size; at least 80 columns and 24 rows are meant. */
export function monitorLines(
  sample: Sample | undefined,
  size: { columns: number; rows: number },
  note = '',
): string[] {
  const keys = ['R restart', 'L logs', 'T tests', 'Q quit'].map((key) => colours.magenta(key)).join('   ');
  const footer = [rule(size), ` ${keys}   ${colours.yellow(note)}`];
  if (sample === undefined) return [title('looking…'), rule(size), ...footer];
  const top = [
    title(new Date(sample.at).toISOString().slice(11, 19)),
    rule(size),
    ...serviceLines(sample),
    ...figureLines(sample),
    rule(size),
    ...workLines(sample),
    rule(size),
  ];
  const room = Math.max(1, size.rows - top.length - footer.length);
  const log = sample.log.slice(-Math.min(Math.max(5, room), room)).map((line) => ` ${formatLogLine(line)}`);
  const noLog = [colours.dim(' The log of this service is elsewhere, or empty.')];
  const shown = log.length > 0 ? log : noLog;
  return [...top, ...shown, ...Array.from({ length: room - shown.length }, () => ''), ...footer];
}

function title(right: string): string {
  return ` ${colours.cyan(colours.bold('Callback platform'))}  ${colours.dim(`${right} UTC, renewed every 2 s`)}`;
}

function rule({ columns }: { columns: number }): string {
  return colours.dim('─'.repeat(Math.min(columns, 120)));
}

function serviceLines(sample: Sample): string[] {
  const { server, notReady, warnings, version, carrier, service } = sample;
  const health =
    server === 'silent'
      ? colours.red('● not running')
      : server === 'other'
        ? colours.red('● another program answers')
        : notReady !== undefined
          ? colours.red('● not ready')
          : warnings > 0
            ? colours.yellow(`● ready, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`)
            : colours.green('● ready');
  return [
    field(
      'Health',
      `${health}   ${colours.dim(`${service}, carrier ${carrier ?? 'unknown'}, version ${version ?? '-'}`)}`,
    ),
    field('Uptime', sample.startedAt === undefined ? '-' : duration(sample.at - sample.startedAt)),
  ];
}

function figureLines({ cpu, memoryBytes, totalMemoryBytes, requests, errors }: Sample): string[] {
  const memory =
    memoryBytes === undefined
      ? '-'
      : `${bar(memoryBytes / totalMemoryBytes)} ${Math.round(memoryBytes / 2 ** 20)} MB`;
  const failed = requests.failed > 0 ? colours.red(`${requests.failed} failed`) : '0 failed';
  return [
    field('CPU', cpu === undefined ? '-' : `${bar(cpu)} ${Math.round(cpu * 100)} % of one core`),
    field('Memory', memory),
    field(
      'Requests',
      `${requests.total}, ${failed} ${colours.dim('of visitors and carrier, in the latest log')}`,
    ),
    field('Errors', errors > 0 ? colours.red(String(errors)) : '0'),
  ];
}

const shownCalls = 3;

/** Queue, caps and calls come from the operator's API. */
function workLines({ system, calls, server }: Sample): string[] {
  if (system === undefined) {
    const hint = server === 'ours' ? 'Set ADMIN_API_TOKEN to see calls, queue and caps here.' : '';
    return [colours.dim(` ${hint}`)];
  }
  const { queue, lines, caps } = system;
  const late = queue.oldest_due_at === null ? '' : `, oldest due ${queue.oldest_due_at.slice(11, 19)}`;
  const money = caps.money_per_day;
  const listed = calls
    .slice(0, shownCalls)
    .map(({ reference, step, since }) => `${reference} ${step} ${since.slice(11, 16)}`);
  const more = calls.length > shownCalls ? `, and ${calls.length - shownCalls} more` : '';
  return [
    field('Calls', `${lines.in_use} of ${lines.total} lines   ${listed.join(', ')}${more}`),
    field('Queue', `${queue.due} due, ${queue.waiting} waiting${late}`),
    cap('Texts', caps.texts_per_hour, 'an hour'),
    cap('Calls', caps.calls_per_day, 'a day'),
    cap('Minutes', caps.minutes_per_day, 'a day'),
    cap('Money', money, `${money.currency} a day`),
  ];
}

type Cap = SystemState['caps']['calls_per_day'];

function cap(name: string, { used, set_aside: aside, cap: most }: Cap, unit: string): string {
  if (most === null) return field(`${name} cap`, `${round(used)} ${unit}, no cap`);
  const reserved = aside > 0 ? colours.dim(` (${round(aside)} set aside)`) : '';
  return field(
    `${name} cap`,
    `${bar((used + aside) / most)} ${round(used)} of ${round(most)} ${unit}${reserved}`,
  );
}

function round(amount: number): string {
  return Number.isInteger(amount) ? String(amount) : amount.toFixed(2);
}

function field(name: string, text: string): string {
  return ` ${colours.dim(name.padEnd(12))}${text}`;
}

const barWidth = 20;

/** Green below half, yellow below 80 percent, red above: the steps of the spending warnings. */
function bar(share: number): string {
  const full = Math.max(0, Math.min(barWidth, Math.round(share * barWidth)));
  const paint = share >= 0.8 ? colours.red : share >= 0.5 ? colours.yellow : colours.green;
  return `${paint('█'.repeat(full))}${colours.dim('░'.repeat(barWidth - full))}`;
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min ${Math.floor(ms / 1_000) % 60} s`;
}
