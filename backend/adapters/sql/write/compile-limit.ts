import { sql } from 'kysely';
import type { Callback } from '../../../domain/callback/state.ts';
import type { Conflict, Guard } from '../../../ports/store/change.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { toInstant } from '../rows/instant.ts';
import type { Instant } from '../schema.ts';

export type Limit = Extract<Guard, { kind: `${string}-below` }>;

/** Compiles a rate limit, counted from the rows. Rows that the change itself inserts do not count. */
export function compileLimit(engine: Engine, limit: Limit, created: Callback): Step[] {
  const counted = { since: toInstant(limit.since), max: limit.max };
  switch (limit.kind) {
    case 'client-below': {
      const query = clientBelow(engine, { ...counted, value: limit.client, created: created.callbackId });
      return limitSteps(engine, `client/${limit.client}`, query, 'client-limit');
    }
    case 'identity-below': {
      const query = identityBelow(engine, { ...counted, value: limit.identity, created: created.callbackId });
      return limitSteps(engine, `identity/${limit.identity}`, query, 'identity-limit');
    }
    case 'codes-below': {
      const query = phoneBelow(engine, { ...counted, value: limit.phone });
      return limitSteps(engine, `codes/${limit.phone}`, query, 'code-limit');
    }
    case 'block-below': {
      const query = blockBelow(engine, { ...counted, value: limit.block });
      return limitSteps(engine, `block/${limit.block}`, query, 'block-limit');
    }
  }
}

function limitSteps(engine: Engine, key: string, query: Step['query'], conflict: Conflict): Step[] {
  return [...engine.lockKey(key), { query, requires: { rows: 1, conflict } }];
}

function callbacksBelow(column: 'client' | 'identity') {
  return prepared<{ value: string; since: Instant; created: string; max: number }>(
    ({ db }, { value, since, created, max }) => {
      const others = db
        .selectFrom('callbacks')
        .select((eb) => eb.fn.countAll<number>().as('requests'))
        .where(column, '=', value)
        .where('created_at', '>=', since)
        .where('request_id', '!=', created);
      return db.selectNoFrom(sql.lit(1).as('holds')).where((eb) => eb(others, '<', max));
    },
  );
}

const clientBelow = callbacksBelow('client');
const identityBelow = callbacksBelow('identity');

function codesBelow(column: 'phone' | 'block') {
  return prepared<{ value: string; since: Instant; max: number }>(({ db }, { value, since, max }) => {
    const sent = db
      .selectFrom('verification_codes')
      .select((eb) => eb.fn.countAll<number>().as('codes'))
      .where(column, '=', value)
      .where('sent_at', '>=', since);
    return db.selectNoFrom(sql.lit(1).as('holds')).where((eb) => eb(sent, '<', max));
  });
}

const phoneBelow = codesBelow('phone');
const blockBelow = codesBelow('block');
