import { hash } from 'node:crypto';
import { keyOf, type MovedTable, type Reader, type Row } from './tables.ts';

/** The number of a table's rows, and the sum of their hashes. Rows can be added and taken out in any order. */
export type TableSum = { rows: number; sum: bigint };

export function emptySum(): TableSum {
  return { rows: 0, sum: 0n };
}

export function addRows(to: TableSum, rows: readonly Row[]): void {
  to.rows += rows.length;
  for (const row of rows) to.sum = BigInt.asUintN(64, to.sum + hashOf(row));
}

export function removeRows(from: TableSum, rows: readonly Row[]): void {
  from.rows -= rows.length;
  for (const row of rows) from.sum = BigInt.asUintN(64, from.sum - hashOf(row));
}

export function isEqual(one: TableSum, other: TableSum): boolean {
  return one.rows === other.rows && one.sum === other.sum;
}

/** Returns the checksum as people compare it. */
export function printSum({ sum }: TableSum): string {
  return sum.toString(16).padStart(16, '0');
}

/** The first 64 bits of a hash. JSON tells texts from numbers and from nothing. */
function hashOf(row: Row): bigint {
  return BigInt(`0x${hash('sha256', JSON.stringify(row), 'hex').slice(0, 16)}`);
}

/** Reads a whole table. */
export async function sumTable(reader: Reader, table: MovedTable, pageSize: number): Promise<TableSum> {
  const sum = emptySum();
  let after: Row | undefined;
  for (;;) {
    const rows = await reader.page(table, after, pageSize);
    addRows(sum, rows);
    const last = rows.at(-1);
    if (last === undefined || !table.isUnique) return sum;
    after = keyOf(table, last);
  }
}
