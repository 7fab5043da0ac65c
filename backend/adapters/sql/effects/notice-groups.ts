import { sql } from 'kysely';
import type { Callback } from '../../../domain/callback/state.ts';
import type { Message } from '../../../ports/store/change.ts';
import type { NoticeGroups, NoticeTurn } from '../../../ports/store/notice-groups.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import { type JoinedRecord, selectRecords, toRecord } from '../rows/record-row.ts';
import type { Database, Instant } from '../schema.ts';

/** Creates the port that folds notices. A turn is a lease whose owner is the message. */
export function createNoticeGroups(engine: Engine): NoticeGroups {
  return {
    takeNoticeTurn: (message, at, spacingMs) => takeTurn(engine, message, at, spacingMs),
    callbacksToldBy: (messageId) => callbacksToldBy(engine, messageId),
    async leaveNoticeGroup(message) {
      await engine.write([{ query: leftGroup(engine, waitingOf(message)) }]);
    },
  };
}

function waitingOf({ messageId, toldBy }: Message): { id: string; group: string } {
  return { id: messageId, group: toldBy ?? '' };
}

/** Reads first: in a burst most notices find the turn taken, and a read costs less than a write that is refused. */
async function takeTurn(
  engine: Engine,
  message: Message,
  at: number,
  spacingMs: number,
): Promise<NoticeTurn> {
  const { siteId, purpose, channel, messageId } = message;
  const name = `${purpose}/${siteId}/${channel}`;
  const endsAt = await endOfTurn(engine, name, at);
  if (endsAt > at && endsAt <= at + spacingMs) return { leads: false, freeAt: endsAt };
  const turn = { name, owner: messageId, lease_until: toInstant(at + spacingMs) };
  const group = { id: messageId, site: siteId, purpose, channel };
  const written = await engine.write([
    { query: takenTurn(engine, { ...turn, now: toInstant(at) }), requires: once },
    { query: ledGroup(engine, { id: messageId }), requires: once },
    { query: joinedGroup(engine, group) },
  ]);
  return written.ok ? { leads: true } : { leads: false, freeAt: await endOfTurn(engine, name, at) };
}

const once: NonNullable<Step['requires']> = { rows: 1, conflict: 'stale' };

/** When a turn ends later than a new one would, it began before the clock was set back. */
const takenTurn = prepared<Database['leases'] & { now: Instant }>(({ db }, { now, ...turn }) =>
  db
    .insertInto('leases')
    .values(turn)
    .onConflict((existing) =>
      existing
        .column('name')
        .doUpdateSet({ owner: turn.owner, lease_until: turn.lease_until })
        .where((row) =>
          row.or([
            row('leases.lease_until', '<=', now),
            row('leases.lease_until', '>', row.ref('excluded.lease_until')),
          ]),
        ),
    ),
);

const ledGroup = prepared<{ id: string }>(({ db }, { id }) =>
  db.updateTable('messages').set({ told_by: id }).where('message_id', '=', id).where('told_by', 'is', null),
);

/** A notice waits while the effect that sends it is armed. */
const joinedGroup = prepared<{
  id: string;
  site: string;
  purpose: Message['purpose'];
  channel: Message['channel'];
}>(({ db }, { id, site, purpose, channel }) =>
  db
    .updateTable('messages')
    .set({ told_by: id })
    .where('site_id', '=', site)
    .where('purpose', '=', purpose)
    .where('channel', '=', channel)
    .where(sql<boolean>`told_by is null and status = 'due'`)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('effects')
          .select('effects.effect_key')
          .whereRef('effects.request_id', '=', 'messages.request_id')
          .whereRef('effects.effect_key', '=', 'messages.effect_key')
          .whereRef('effects.armed_version', '=', 'messages.armed_version'),
      ),
    ),
);

const leftGroup = prepared<{ id: string; group: string }>(({ db }, { id, group }) =>
  db
    .updateTable('messages')
    .set({ told_by: null })
    .where('message_id', '=', id)
    .where('told_by', '=', group)
    .where('status', '=', sql.lit('due')),
);

const turnNamed = prepared<{ name: string }, { lease_until: Instant }>(({ db }, { name }) =>
  db.selectFrom('leases').select('lease_until').where('name', '=', name),
);

async function endOfTurn(engine: Engine, name: string, at: number): Promise<number> {
  const [turn] = await engine.read(turnNamed(engine, { name }));
  return turn === undefined ? at : Math.max(at, fromInstant(turn.lease_until));
}

const toldBy = prepared<{ id: string }, JoinedRecord>(({ db }, { id }) =>
  selectRecords(db)
    .where(
      'callbacks.request_id',
      'in',
      db.selectFrom('messages').select('request_id').where('told_by', '=', id),
    )
    .where((eb) =>
      eb.or([eb('attempt.number', 'is', null), eb('attempt.number', '=', eb.ref('callbacks.attempts'))]),
    )
    .orderBy('callbacks.ended_at')
    .orderBy('callbacks.request_id'),
);

async function callbacksToldBy(engine: Engine, id: string): Promise<Callback[]> {
  const rows = await engine.read(toldBy(engine, { id }));
  return rows.flatMap((row) => toRecord(row)?.callback ?? []);
}
