import { setTimeout as sleep } from 'node:timers/promises';
import { type MoveResult, moveDatabase } from '../../adapters/sql/move/move-database.ts';
import { openPostgresSource } from '../../adapters/sql/move/postgres-source.ts';
import { openPostgresTarget } from '../../adapters/sql/move/postgres-target.ts';
import type { MoveSource, MoveTarget } from '../../adapters/sql/move/sides.ts';
import { openSqliteSource } from '../../adapters/sql/move/sqlite-source.ts';
import { openSqliteTarget } from '../../adapters/sql/move/sqlite-target.ts';
import type { MovePlace } from '../../adapters/sql/moved.ts';
import { operationFault } from '../fault.ts';

export type Move = {
  from: MovePlace;
  to: MovePlace;
  onStep(step: string, share: number): void;
  /** Called when the callbacks are in the new database. Changes the settings. */
  onMoved(): void;
};

/** `result` is undefined when an earlier run was interrupted after the move and this one completed it. */
export type MoveReport = { result: MoveResult | undefined; servers: number };

/** Longest time that writes of the platform wait. */
const maxFreezeMs = 2_000;
const pageSize = 5_000;
/** A running server opens the new database by itself within this time. */
const serverOpensMs = 10_000;
const pollMs = 100;

/** Moves all callbacks to another database while servers work on them. Can be run again after an interruption. */
export async function moveCallbacks(move: Move): Promise<MoveReport> {
  const { from, to, onStep, onMoved } = move;
  const source = await openSource(from);
  try {
    const servers = await source.servers();
    if (servers > 1) throw severalServers(servers);
    const target = await openTarget(to);
    try {
      const result = await moveDatabase({ source, target, to, maxFreezeMs, pageSize, onStep });
      onMoved();
      if (servers > 0) await waitForServer(target);
      await target.complete();
      source.forgetTarget();
      return { result, servers };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Ends a move that has not happened. The new database is left as it is. */
export async function abandonMove(from: MovePlace): Promise<void> {
  const source = await openSource(from);
  try {
    await source.abandon();
  } finally {
    await source.close();
  }
}

/** Notifications and locks of a session do not pass a pooler, so a move goes to the server itself. */
function directUrl(place: { url: string; directUrl?: string | undefined }): string {
  return place.directUrl ?? place.url;
}

async function openSource(place: MovePlace): Promise<MoveSource> {
  return 'url' in place ? openPostgresSource(directUrl(place)) : openSqliteSource(place.path);
}

async function openTarget(place: MovePlace): Promise<MoveTarget> {
  return 'url' in place ? openPostgresTarget(directUrl(place)) : openSqliteTarget(place.path);
}

async function waitForServer(target: MoveTarget): Promise<void> {
  const endsAt = performance.now() + serverOpensMs;
  while (performance.now() < endsAt) {
    if ((await target.mark())?.phase === 'arrived') return;
    await sleep(pollMs);
  }
}

function severalServers(count: number) {
  return operationFault('several-servers', {
    message: `${count} servers work on the database, and a file can have one.`,
    advice: 'Stop all of them but the one on this machine. Nothing was changed.',
  });
}
