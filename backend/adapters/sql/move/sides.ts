import type { MoveMark, MovePlace } from '../moved.ts';
import type { ChangedRows, MovedTable, Reader, Row } from './tables.ts';

/** Keys of rows that were changed since they were last forgotten, also of such that were inserted or deleted. */
export type Noted = {
  changes: readonly { table: string; key: Row }[];
  /** Forgets them, after the target has their rows. */
  forget(): Promise<void>;
};

/** The next id of a table that gives its rows numbers. */
export type Counters = Readonly<Record<string, number>>;

/** The database that is in use. Servers may work on it until it is moved. */
export type MoveSource = Reader & {
  mark(): Promise<MoveMark | undefined>;
  /** Begins to note changed rows, or continues. Returns the id of the move. */
  begin(to: MovePlace): Promise<string>;
  /** Lets `work` see one state of the database. */
  snapshot<Result>(work: () => Promise<Result>): Promise<Result>;
  noted(): Promise<Noted>;
  /** How many changes are noted, at most `limit`. */
  countNoted(limit: number): Promise<number>;
  counters(): Promise<Counters>;
  /** Holds all writes while `work` runs. Then the database refuses writes for ever, unless `work` rejects. */
  retire(work: () => Promise<void>): Promise<void>;
  /** How many servers work on the database. */
  servers(): Promise<number>;
  /** Tells servers no longer where the callbacks are, after the settings do. */
  forgetTarget(): void;
  /** Ends a move that has not happened: changes are no longer noted. */
  abandon(): Promise<void>;
  close(): Promise<void>;
};

/** Which rows of a table the target has. */
type CopiedTo = { after: Row | undefined; done: boolean };

/** The database that is filled. No server opens it before the move is complete. */
export type MoveTarget = Reader & {
  mark(): Promise<MoveMark | undefined>;
  /** Creates the tables, without indexes and foreign keys. Continues the move of this id. */
  prepare(id: string): Promise<void>;
  copiedTo(table: MovedTable): Promise<CopiedTo>;
  /** Adds rows. `done`: these were the last of the table. */
  append(table: MovedTable, rows: readonly Row[], done: boolean): Promise<void>;
  /** Deletes the rows with the changed keys and adds their present ones, as one transaction. */
  apply(changes: readonly ChangedRows[]): Promise<void>;
  /** Creates the indexes. The rows are those of one state of the source. */
  index(): Promise<void>;
  /** Applies the last changes and makes the database whole. Only `complete` or `reopen` may follow. */
  finish(changes: readonly ChangedRows[], counters: Counters): Promise<void>;
  /** Undoes `finish`: more changes follow. */
  reopen(): Promise<void>;
  /** Lets servers open the database. */
  complete(): Promise<void>;
  close(): Promise<void>;
};
