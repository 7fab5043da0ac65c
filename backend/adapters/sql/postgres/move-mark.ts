import { admitServer, type Moved, type MoveMark } from '../moved.ts';

type Run = (text: string) => Promise<{ rows: unknown[] }>;

export async function readMark(run: Run): Promise<MoveMark | undefined> {
  const { rows: found } = await run("select to_regclass('database_move') is not null as known");
  if (!(found[0] as { known: boolean }).known) return undefined;
  const { rows } = await run('select id, phase, peer from database_move');
  return rows[0] as MoveMark | undefined;
}

/** Lets servers open the database. */
export async function completeMove(run: Run): Promise<void> {
  await run('drop table if exists database_move_progress, database_move_steps');
  await run("update database_move set phase = 'arrived'");
}

/** Throws when a server may not open the database. */
export async function admit(run: Run, completes: string | undefined): Promise<void> {
  if (admitServer(await readMark(run), completes) === 'complete') await completeMove(run);
}

/** Where the callbacks of an open database are now; undefined when they are here. */
export async function movedTo(run: Run): Promise<Moved | undefined> {
  const mark = await readMark(run);
  return mark?.phase === 'moved' ? { moveId: mark.id, to: { path: mark.peer } } : undefined;
}
