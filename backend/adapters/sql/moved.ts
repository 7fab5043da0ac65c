import { databaseMoved, moveUnfinished } from './store-fault.ts';

/** A SQLite file, or a Postgres database, that callbacks move to. */
export type MovePlace = { path: string } | { url: string; directUrl?: string | undefined; poolSize: number };

/** Where the callbacks of a database are now. `moveId` names the move, in both databases. */
export type Moved = { moveId: string; to: MovePlace };

/**
 * The row of `database_move`. `peer` names the target. Phases of the source are `copying` and `moved`. The target is
 * `receiving`, `final` when it has every row, and `arrived` when a server may open it.
 */
export type MoveMark = {
  id: string;
  peer: string;
  phase: 'copying' | 'moved' | 'receiving' | 'final' | 'arrived';
};

/**
 * Decides whether a server may open a database, and whether the move to it is complete with that. `completes`: the move
 * that this server follows; another database at the place would be a wrong one. Throws `database-moved` or
 * `move-unfinished`.
 */
export function admitServer(mark: MoveMark | undefined, completes: string | undefined): 'open' | 'complete' {
  if (completes !== undefined && mark?.id !== completes) throw moveUnfinished();
  switch (mark?.phase) {
    case 'moved':
      throw databaseMoved();
    case 'receiving':
      throw moveUnfinished();
    case 'final':
      if (completes === undefined) throw moveUnfinished();
      return 'complete';
    default:
      return 'open';
  }
}
