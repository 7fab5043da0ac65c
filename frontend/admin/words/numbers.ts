import type { CallbackPage } from '../../../contract/operator/callbacks.ts';
import type { Stats } from '../../../contract/operator/stats.ts';

const plain = new Intl.NumberFormat('en');

/** Returns a number with separators, such as 12,431. */
export function formatNumber(count: number): string {
  return plain.format(count);
}

/** Returns a count as what it is: `12,431` is exact, `10,000+` stopped counting. */
export function countWords(total: CallbackPage['total']): string {
  return typeof total === 'number' ? formatNumber(total) : `${formatNumber(total.at_least)}+`;
}

/** Returns the number behind a count; at least this many match. */
export function countValue(total: CallbackPage['total']): number {
  return typeof total === 'number' ? total : total.at_least;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** Returns a rate between 0 and 1 as percent; a dash when nothing was measured. */
export function percent(rate: Stats['success_rate']): string {
  return rate === null ? '–' : `${Math.round(rate * 100)} %`;
}

export function money(amount: number, currency: string): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 3 }).format(
    amount,
  );
}

export function byteSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
