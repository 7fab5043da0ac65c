import { sql } from 'kysely';
import { type Effect, type EffectKind, effectKey } from '../../../domain/effect.ts';
import type { ClaimedEffect, EffectQueue } from '../../../ports/store/effect-queue.ts';
import type { Engine, Step } from '../engine.ts';
import { type Placeholders, prepared } from '../prepared.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { EffectRow, Instant } from '../schema.ts';

type Claim = Parameters<EffectQueue['claim']>[0];

/** Creates the port by which the runner claims, reschedules and acknowledges effects. */
export function createEffectQueue(engine: Engine): EffectQueue {
  return {
    claim: (claim) => claimDue(engine, claim),
    reschedule: (effect, dueAt, tries = effect.tries) => reschedule(engine, effect, dueAt, tries),
    async acknowledge(effect) {
      await engine.write([acknowledgeStep(engine, effect)]);
    },
    nextDue: (kinds) => nextDue(engine, kinds),
  };
}

async function claimDue(engine: Engine, claim: Claim): Promise<ClaimedEffect[]> {
  // Most polls find nothing, so a poll reads first and writes only when an effect is due.
  if (claim.kinds.length === 0) return [];
  const now = toInstant(claim.at);
  const rows = await engine.read(anyDue(engine, { kinds: claim.kinds, now, limit: 1 }));
  if (rows.length === 0) return [];
  const query = claimedRows(engine, {
    kinds: claim.kinds,
    now,
    limit: claim.limit,
    owner: claim.owner,
    lease_until: toInstant(claim.at + claim.leaseMs),
  });
  const written = await engine.write([{ query }]);
  return written.ok ? sortClaimed(written.results.flatMap((result) => result.rows) as EffectRow[]) : [];
}

type Due = { kinds: readonly EffectKind[]; now: Instant; limit: number };

const anyDue = prepared(due);

/** The selection runs once, before the update: as a part of it, Postgres could run it again and lock further rows. */
const claimedRows = prepared<Due & { owner: string; lease_until: Instant }>((engine, claim) =>
  engine.db
    .with(
      (cte) => cte('claimable').materialized(),
      () => engine.skipLocked(due(engine, claim)),
    )
    .updateTable('effects')
    .set((eb) => ({
      owner: claim.owner,
      lease_until: claim.lease_until,
      fence: eb('fence', '+', 1),
      tries: eb('tries', '+', 1),
      woken: 0,
    }))
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('request_id', 'effect_key'),
        'in',
        selectFrom('claimable').select(['request_id', 'effect_key']).$asTuple('request_id', 'effect_key'),
      ),
    )
    .returningAll(),
);

function due({ db }: Engine, { kinds, now, limit }: Placeholders<Due>) {
  return db
    .selectFrom('effects')
    .select(['request_id', 'effect_key'])
    .where('kind', 'in', kinds)
    .where('due_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
    .orderBy('due_at')
    .orderBy('waiting_since')
    .orderBy('request_id')
    .limit(limit);
}

/** An UPDATE returns its rows in no defined order. */
function sortClaimed(rows: EffectRow[]): ClaimedEffect[] {
  const order = (row: EffectRow) => `${row.due_at} ${row.waiting_since} ${row.request_id}`;
  return rows.sort((left, right) => (order(left) < order(right) ? -1 : 1)).map(toClaimedEffect);
}

/** Increments the fence, so that the ended claim can no longer be acknowledged. */
async function reschedule(
  engine: Engine,
  effect: ClaimedEffect,
  dueAt: number,
  tries: number,
): Promise<void> {
  const query = engine.db
    .updateTable('effects')
    .set((eb) => ({
      owner: null,
      lease_until: null,
      fence: eb('fence', '+', 1),
      tries,
      woken: 0,
      due_at: sql<string>`case when woken = 1 then due_at else ${toInstant(dueAt)} end`,
    }))
    .where('request_id', '=', effect.callbackId)
    .where('effect_key', '=', effectKey(effect.effect))
    .where('armed_version', '=', armedVersionOf(effect))
    .where('fence', '=', effect.fence)
    .compile();
  await engine.write([{ query }]);
}

/** Two queries, because each reads the first row of an index. One query for both would read all rows. */
async function nextDue(engine: Engine, kinds: readonly EffectKind[]): Promise<number | undefined> {
  if (kinds.length === 0) return undefined;
  const next = await Promise.all([
    engine.read(firstUnclaimed(engine, { kinds })),
    engine.read(firstLeased(engine, { kinds })),
  ]);
  const times = next.flat().flatMap(({ at }) => (at === null ? [] : [fromInstant(at)]));
  return times.length === 0 ? undefined : Math.min(...times);
}

type Kinds = { kinds: readonly EffectKind[] };

const firstUnclaimed = prepared<Kinds, { at: Instant | null }>(({ db }, { kinds }) =>
  db
    .selectFrom('effects')
    .where('kind', 'in', kinds)
    .limit(1)
    .select('due_at as at')
    .where('lease_until', 'is', null)
    .orderBy('due_at'),
);

const firstLeased = prepared<Kinds, { at: Instant | null }>(({ db }, { kinds }) =>
  db
    .selectFrom('effects')
    .where('kind', 'in', kinds)
    .limit(1)
    .select('lease_until as at')
    .where('lease_until', 'is not', null)
    .orderBy('lease_until'),
);

const deleteClaimed = prepared<Pick<EffectRow, 'request_id' | 'effect_key' | 'armed_version' | 'fence'>>(
  ({ db }, { request_id, effect_key, armed_version, fence }) =>
    db
      .deleteFrom('effects')
      .where('request_id', '=', request_id)
      .where('effect_key', '=', effect_key)
      .where('armed_version', '=', armed_version)
      .where('fence', '=', fence),
);

/** Deletes a claimed row. Misses when the row was armed again, disarmed or claimed by another process. */
export function acknowledgeStep(engine: Engine, claimed: ClaimedEffect): Step {
  const query = deleteClaimed(engine, {
    request_id: claimed.callbackId,
    effect_key: effectKey(claimed.effect),
    armed_version: armedVersionOf(claimed),
    fence: claimed.fence,
  });
  return { query, requires: { rows: 1, conflict: 'effect-lost' } };
}

function toClaimedEffect(row: EffectRow): ClaimedEffect {
  return {
    id: effectId(row),
    callbackId: row.request_id,
    effect: toEffect(row.effect),
    tries: row.tries,
    fence: row.fence,
    dueAt: fromInstant(row.due_at),
  };
}

/** JSON leaves out the SID of an `end-call` when it is unknown. */
function toEffect(json: string): Effect {
  const effect = JSON.parse(json) as Effect;
  return effect.kind === 'end-call' ? { ...effect, sid: effect.sid } : effect;
}

/** Identifies one arming. Arming the effect again changes the id, so that earlier claims miss their row. */
function effectId(row: Pick<EffectRow, 'armed_version' | 'request_id' | 'effect_key'>): string {
  return `${row.armed_version}/${row.request_id}/${row.effect_key}`;
}

/** Reads the version from an `effectId`. */
function armedVersionOf(effect: ClaimedEffect): number {
  return Number.parseInt(effect.id, 10);
}
