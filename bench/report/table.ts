import type { Machine } from '../measure/machine.ts';
import { isMet, type Report, type Row, type Unit } from './report.ts';

const digits: Record<Unit, (value: number) => number> = {
  'a second': () => 0,
  ms: (value) => (value < 100 ? 1 : 0),
  MB: () => 0,
  ratio: () => 2,
};

/** Renders the report as a table for a terminal of about 110 columns. */
export function renderTable({ machine, seconds, rows, notes }: Report): string {
  const cells = rows.map(cellsOf);
  const head = ['', 'median', 'lowest – highest', 'rounds', 'aim'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) => row.map((cell, column) => pad(cell, column, widths)).join('   ');
  const body = rows.flatMap((row, index) => [
    ...(row.part === rows[index - 1]?.part ? [] : ['', row.part]),
    line(cells[index] ?? []),
  ]);
  return [...headLines(machine, seconds), '', line(head), ...body, '', ...notes.map((note) => `· ${note}`)]
    .map((text) => text.trimEnd())
    .join('\n');
}

function pad(cell: string, column: number, widths: number[]): string {
  const width = widths[column] ?? 0;
  return column === 0 || column === widths.length - 1 ? cell.padEnd(width) : cell.padStart(width);
}

function cellsOf(row: Row): string[] {
  const { name, value, unit, spread, rounds } = row;
  const format = (number: number) => formatNumber(number, unit);
  const ofUnit = unit === 'ratio' ? '' : ` ${unit}`;
  return [
    `  ${name}`,
    `${format(value)}${ofUnit}`,
    `${format(spread.low)} – ${format(spread.high)}`,
    String(rounds),
    aimCell(row),
  ];
}

function aimCell(row: Row): string {
  const { aim, unit } = row;
  if (aim === undefined) return '';
  return `${isMet(row) ? '✔' : '✖'} ${aim.better === 'higher' ? '≥' : '≤'} ${formatNumber(aim.than, unit)}`;
}

/** Rounds to the precision of the measurement and separates thousands by commas. */
export function formatNumber(value: number, unit: Unit): string {
  const places = digits[unit](value);
  return value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
}

function headLines(machine: Machine, seconds: number): string[] {
  const { cpu, cores, memoryGb, system, node, fsync, fileSystem, load } = machine;
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  return [
    `Machine   ${cpu}, ${cores} cores, ${memoryGb.toFixed(1)} GB, ${system}, Node ${node}`,
    `Disk      ${fileSystem}; fsync of 4 KB: p50 ${ms(fsync.p50)}, p99 ${ms(fsync.p99)}`,
    `Run       ${seconds.toFixed(0)} s; load average of the machine when it began: ${load.toFixed(1)}`,
  ];
}
