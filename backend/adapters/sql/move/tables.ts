/** A value as both databases keep it. */
type Value = string | number | null;

/** The values of a row, or of a key, in the order of the columns. */
export type Row = readonly Value[];

export type Column = { name: string; kind: 'text' | 'number' };

export type MovedTable = {
  name: string;
  columns: readonly Column[];
  /** Places of the primary key's columns in a row; of all columns in a table without one. */
  key: readonly number[];
  /** Whether one row has a key. Other tables are small, and are read whole. */
  isUnique: boolean;
};

/** The rows with these keys changed: a key without a row was deleted. */
export type ChangedRows = { table: MovedTable; keys: readonly Row[]; rows: readonly Row[] };

/** What both databases can do, as source and as target. */
export type Reader = {
  /** The tables that move, by name. */
  tables(): Promise<MovedTable[]>;
  /** Names of the migrations that the database has had, in their order. */
  migrations(): Promise<string[]>;
  /** The next rows after a key, in the order of the keys; all rows of a table whose keys are not unique. */
  page(table: MovedTable, after: Row | undefined, limit: number): Promise<Row[]>;
  /** The rows with these keys; missing ones are left out. */
  rows(table: MovedTable, keys: readonly Row[]): Promise<Row[]>;
};

/** Tables that belong to one database: what its engine keeps for itself, and the state of the move. */
const ownTables = /^(?:sqlite_|kysely_|database_|callback_names|callback_name_ids$)/;

export function isMoved(table: string): boolean {
  return !ownTables.test(table);
}

/** Returns the key of a table, whose primary key has these columns. */
export function keyOfTable(primary: readonly number[], columns: readonly Column[]) {
  if (primary.length > 0) return { key: primary, isUnique: true };
  return { key: columns.map((_, place) => place), isUnique: false };
}

export function keyOf({ key }: MovedTable, row: Row): Row {
  return key.map((place) => row[place] ?? null);
}

export function keyNames({ columns, key }: MovedTable): string[] {
  return key.map((place) => columns[place]?.name ?? '');
}

/** Returns a name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Returns names as a list of SQL. */
export function listed(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

export function columnList({ columns }: MovedTable): string {
  return listed(columns.map(({ name }) => name));
}
