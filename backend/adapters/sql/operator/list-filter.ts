import { type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type CallbackStatus, noLeads } from '../../../domain/callback/state.ts';
import type { Outcome } from '../../../domain/outcome.ts';
import type { ListFilter } from '../../../ports/operator/callback-list.ts';
import type { Engine } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';
import type { Database } from '../schema.ts';

/** Names are looked up in the newest callbacks that match; a rarer name is found however old it is. */
export const maxNameMatches = 5_000;

/** The condition of a partial index, so it is written as literals. */
const needsOperator = sql<SqlBool>`request_status = 'failed' and verified_at is not null
  and done_at is null and outcome not in (${sql.join(noLeads.map((outcome) => sql.lit(outcome)))})`;

/** Returns the conditions of a filter, each of which narrows the list. */
export function conditions(engine: Engine, filter: ListFilter) {
  return (row: ExpressionBuilder<Database, 'callbacks'>) => {
    const all = [row('callbacks.site_id', '=', filter.siteId)];
    if (filter.status !== undefined) all.push(row('request_status', 'in', [...filter.status]));
    if (filter.outcome !== undefined) all.push(row('callbacks.outcome', 'in', [...filter.outcome]));
    if (filter.from !== undefined) all.push(row('callbacks.created_at', '>=', toInstant(filter.from)));
    if (filter.to !== undefined) all.push(row('callbacks.created_at', '<', toInstant(filter.to)));
    const raw = [
      ...phoneCondition(engine, filter),
      ...nameCondition(engine, filter),
      ...needCondition(filter),
    ];
    return row.and([...all, ...raw]);
  };
}

function needCondition({ needsYou: needed }: ListFilter): RawBuilder<SqlBool>[] {
  if (needed === undefined) return [];
  return [needed ? needsOperator : sql<SqlBool>`not coalesce((${needsOperator}), false)`];
}

function phoneCondition(engine: Engine, { phone }: ListFilter): RawBuilder<SqlBool>[] {
  if (phone === undefined) return [];
  if ('whole' in phone) return [sql<SqlBool>`visitor_phone = ${phone.whole}`];
  const lastFour = phone.lastDigits.slice(-4);
  const byIndex = sql<SqlBool>`${engine.lastDigits('visitor_phone', 4)} = ${lastFour}`;
  return phone.lastDigits.length === 4
    ? [byIndex]
    : [byIndex, sql<SqlBool>`visitor_phone like ${`%${phone.lastDigits}`}`];
}

function nameCondition(engine: Engine, { name }: ListFilter): RawBuilder<SqlBool>[] {
  if (name === undefined) return [];
  return [sql<SqlBool>`callbacks.request_id in (${engine.withNamePart(name, maxNameMatches)})`];
}

/**
 * Splits a filter into parts whose rows stand in order of creation in one index each. A list by creation merges their
 * first rows, so that a rare status is found without reading all others.
 */
export function inOrderOfCreation(filter: ListFilter): ListFilter[] {
  if (filter.name !== undefined || filter.phone !== undefined) return [filter];
  if (filter.outcome !== undefined)
    return filter.outcome.map((outcome: Outcome) => ({ ...filter, outcome: [outcome] }));
  if (filter.status !== undefined)
    return filter.status.map((status: CallbackStatus) => ({ ...filter, status: [status] }));
  return [filter];
}
