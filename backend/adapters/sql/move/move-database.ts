import type { MovePlace } from '../moved.ts';
import { differentRows, noQuietMoment, otherVersion } from './refusals.ts';
import { addRows, emptySum, isEqual, printSum, removeRows, sumTable, type TableSum } from './row-sum.ts';
import type { MoveSource, MoveTarget, Noted } from './sides.ts';
import { type ChangedRows, keyOf, type MovedTable, type Row } from './tables.ts';

export type MoveOptions = {
  source: MoveSource;
  target: MoveTarget;
  to: MovePlace;
  /** Longest time that writes wait (ms). */
  maxFreezeMs: number;
  /** Rows that are read at once. */
  pageSize: number;
  /** Tells how far a step is, from 0 to 1. */
  onStep(step: string, share: number): void;
};

type MovedRows = { table: string; rows: number; checksum: string };

/** `freezeMs`: how long writes waited. */
export type MoveResult = { tables: MovedRows[]; freezeMs: number };

/** Writes wait only when fewer changes than this are left. */
const fewChanges = 200;
const maxCatchUps = 500;
const maxFreezes = 5;
/** Keys that are sent in one statement. */
const keysAtOnce = 1_000;

/**
 * Copies a database while servers change it, compares both, and makes the servers go to the copy. It can end at any point
 * and run again: until the source refuses writes nothing is switched, and from then on the target has every row.
 * Returns undefined when the source had been moved already, and the former run ended before the target was complete.
 */
export async function moveDatabase(options: MoveOptions): Promise<MoveResult | undefined> {
  const { source, target, to } = options;
  if ((await source.mark())?.phase === 'moved') return undefined;
  const id = await source.begin(to);
  await target.prepare(id);
  if ((await target.mark())?.phase === 'final') await target.reopen();
  const tables = await source.tables();
  await requireSameTables(source, target, tables);
  await copyTables(options, tables);
  options.onStep('Creating the indexes', 0);
  await catchUp(options, tables);
  await target.index();
  options.onStep('Creating the indexes', 1);
  const sums = await compareAll(options, tables);
  const freezeMs = await switchOver(options, sums);
  return { tables: report(sums), freezeMs };
}

async function requireSameTables(
  source: MoveSource,
  target: MoveTarget,
  tables: readonly MovedTable[],
): Promise<void> {
  const same =
    JSON.stringify(await source.migrations()) === JSON.stringify(await target.migrations()) &&
    JSON.stringify(tables) === JSON.stringify(await target.tables());
  if (!same) throw otherVersion();
}

async function copyTables(options: MoveOptions, tables: readonly MovedTable[]): Promise<void> {
  for (const [index, table] of tables.entries()) {
    const tell = (rows: number) =>
      options.onStep(`Copying ${table.name} (${rows} rows)`, index / tables.length);
    await copyTable(options, table, tell);
  }
  options.onStep('Copying', 1);
}

async function copyTable(
  { source, target, pageSize }: MoveOptions,
  table: MovedTable,
  tell: (rows: number) => void,
): Promise<void> {
  let { after, done } = await target.copiedTo(table);
  for (let copied = 0; !done; tell(copied)) {
    const rows: readonly Row[] = await source.page(table, after, pageSize);
    done = rows.length < pageSize || !table.isUnique;
    await target.append(table, rows, done);
    copied += rows.length;
    after = rows.length === 0 ? after : keyOf(table, rows.at(-1) as Row);
  }
}

/** Reads the present rows of what was changed. */
async function readChanges(
  source: MoveSource,
  { changes }: Noted,
  tables: readonly MovedTable[],
): Promise<ChangedRows[]> {
  const byTable = Map.groupBy(changes, ({ table }) => table);
  const found: ChangedRows[] = [];
  for (const table of tables) {
    const keys = (byTable.get(table.name) ?? []).map(({ key }) => key);
    for (let start = 0; start < keys.length; start += keysAtOnce) {
      const some = keys.slice(start, start + keysAtOnce);
      found.push({ table, keys: some, rows: await source.rows(table, some) });
    }
  }
  return found;
}

/** Brings the target to one state of the source. */
async function catchUp({ source, target }: MoveOptions, tables: readonly MovedTable[]): Promise<void> {
  const noted = await source.snapshot(async () => {
    const found = await source.noted();
    await target.apply(await readChanges(source, found, tables));
    return found;
  });
  await noted.forget();
}

type Sums = Map<MovedTable, { source: TableSum; target: TableSum }>;

/** Compares every row of one state of the source with the target. */
async function compareAll(options: MoveOptions, tables: readonly MovedTable[]): Promise<Sums> {
  const { source, target, pageSize, onStep } = options;
  const sums: Sums = new Map();
  const noted = await source.snapshot(async () => {
    const found = await source.noted();
    await target.apply(await readChanges(source, found, tables));
    for (const [index, table] of tables.entries()) {
      onStep(`Comparing ${table.name}`, index / tables.length);
      const pair = {
        source: await sumTable(source, table, pageSize),
        target: await sumTable(target, table, pageSize),
      };
      if (!isEqual(pair.source, pair.target)) throw differentRows(table.name);
      sums.set(table, pair);
    }
    return found;
  });
  await noted.forget();
  onStep('Comparing', 1);
  return sums;
}

/**
 * Applies changes, reads them back, and keeps the sums: they are then those of the whole tables, although only changed
 * rows were read again.
 */
async function applyAndCompare(
  { source, target }: MoveOptions,
  noted: Noted,
  sums: Sums,
  apply: (changes: readonly ChangedRows[]) => Promise<void>,
): Promise<void> {
  const changes = await readChanges(source, noted, [...sums.keys()]);
  const before: Row[][] = [];
  for (const { table, keys } of changes) before.push(await target.rows(table, keys));
  await apply(changes);
  for (const [index, { table, keys, rows }] of changes.entries()) {
    const pair = sums.get(table) ?? { source: emptySum(), target: emptySum() };
    for (const sum of [pair.source, pair.target]) removeRows(sum, before[index] ?? []);
    addRows(pair.source, rows);
    addRows(pair.target, await target.rows(table, keys));
    if (!isEqual(pair.source, pair.target)) throw differentRows(table.name);
  }
}

/** Returns how long writes waited (ms). */
async function switchOver(options: MoveOptions, sums: Sums): Promise<number> {
  const { source, target, onStep } = options;
  for (let tries = 0; tries < maxFreezes; tries += 1) {
    await catchUpToFew(options, sums);
    onStep('Switching', 0);
    const freezeMs = await freeze(options, sums);
    if (freezeMs !== undefined) {
      onStep('Switching', 1);
      return freezeMs;
    }
    if ((await target.mark())?.phase === 'final') await target.reopen();
    sums.clear();
    for (const [table, pair] of await compareAll(options, await source.tables())) sums.set(table, pair);
  }
  throw noQuietMoment();
}

async function catchUpToFew(options: MoveOptions, sums: Sums): Promise<void> {
  const { source, target } = options;
  for (let rounds = 0; rounds < maxCatchUps; rounds += 1) {
    if ((await source.countNoted(fewChanges)) < fewChanges) return;
    const noted = await source.snapshot(async () => {
      const found = await source.noted();
      await applyAndCompare(options, found, sums, target.apply);
      return found;
    });
    await noted.forget();
  }
  throw noQuietMoment();
}

const tooLong = Symbol('the writes waited for too long');

/** Returns undefined when it took too long, and writes go on in the source. */
async function freeze(options: MoveOptions, sums: Sums): Promise<number | undefined> {
  const { source, target, maxFreezeMs } = options;
  let startedAt = 0;
  const requireTime = () => {
    // The rest is for the last commit, and for the server to open the target.
    if (performance.now() - startedAt > maxFreezeMs / 2) throw tooLong;
  };
  try {
    await source.retire(async () => {
      startedAt = performance.now();
      const counters = await source.counters();
      await applyAndCompare(options, await source.noted(), sums, async (changes) => {
        requireTime();
        await target.finish(changes, counters);
      });
      requireTime();
    });
    return performance.now() - startedAt;
  } catch (error) {
    if (error === tooLong) return undefined;
    throw error;
  }
}

function report(sums: Sums): MovedRows[] {
  return [...sums].map(([{ name }, { source }]) => ({
    table: name,
    rows: source.rows,
    checksum: printSum(source),
  }));
}
