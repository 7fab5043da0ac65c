import type { CompiledQuery } from 'kysely';
import type { StoredTimes } from '../../../ports/store/stored-times.ts';
import type { Engine } from '../engine.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';

/** Creates the port that moves stored times along with a clock that was set. */
export function createStoredTimes(engine: Engine): StoredTimes {
  return {
    async moveTimes(jumpMs, at) {
      const queries = [...moveRows(engine, jumpMs), checkOpenCalls(engine, at)];
      await engine.write(queries.map((query) => ({ query })));
    },
    async latestChangeAt() {
      const latest = await engine.db
        .selectFrom('audit_log')
        .select('timestamp')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return latest === undefined ? undefined : fromInstant(latest.timestamp);
    },
  };
}

/** Ended callbacks keep their times. A new version makes commits stale that were decided on the former times. */
function moveRows({ db, movedInstant }: Engine, jumpMs: number): CompiledQuery[] {
  const openAttempts = db.selectFrom('attempts').select('request_id').where('closed_at', 'is', null);
  const pending = db.selectFrom('callbacks').select('request_id').where('request_status', '=', 'pending');
  return [
    db
      .updateTable('effects')
      .set({
        due_at: movedInstant('due_at', jumpMs),
        lease_until: movedInstant('lease_until', jumpMs),
        waiting_since: movedInstant('waiting_since', jumpMs),
      })
      .compile(),
    db
      .updateTable('webhook_deliveries')
      .set({
        due_at: movedInstant('due_at', jumpMs),
        lease_until: movedInstant('lease_until', jumpMs),
        failing_since: movedInstant('failing_since', jumpMs),
      })
      .where('state', '=', 'due')
      .compile(),
    db
      .updateTable('callbacks')
      .set((eb) => ({ verified_at: movedInstant('verified_at', jumpMs), version: eb('version', '+', 1) }))
      .where((eb) =>
        eb.or([
          eb('request_status', 'in', ['pending', 'verified', 'calling', 'connected']),
          eb('request_id', 'in', openAttempts),
        ]),
      )
      .compile(),
    db
      .updateTable('attempts')
      .set({
        intended_at: movedInstant('intended_at', jumpMs),
        initiated_at: movedInstant('initiated_at', jumpMs),
        leg_dead_at: movedInstant('leg_dead_at', jumpMs),
      })
      .where('closed_at', 'is', null)
      .compile(),
    db
      .updateTable('verification_codes')
      .set({ sent_at: movedInstant('sent_at', jumpMs) })
      .where('request_id', 'in', pending)
      .compile(),
    db
      .updateTable('messages')
      .set({ created_at: movedInstant('created_at', jumpMs) })
      .where('request_id', 'in', pending)
      .compile(),
  ];
}

function checkOpenCalls({ db }: Engine, at: number): CompiledQuery {
  const now = toInstant(at);
  return db
    .updateTable('effects')
    .set({ due_at: now })
    .where('kind', '=', 'check-attempt')
    .where('due_at', '>', now)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('attempts')
          .select('attempts.number')
          .whereRef('attempts.request_id', '=', 'effects.request_id')
          .where('attempts.closed_at', 'is', null)
          .where('attempts.call_sid', 'is not', null),
      ),
    )
    .compile();
}
