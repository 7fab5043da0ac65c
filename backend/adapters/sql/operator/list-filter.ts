import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { noLeads } from '../../../domain/callback/state.ts';
import type { ListFilter } from '../../../ports/operator/callback-list.ts';
import type { Engine } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';
import { listGroup } from './list-groups.ts';

/** Names are looked up in the newest callbacks that match; a rarer name is found however old it is. */
export const maxNameMatches = 2_000;

/** Whether a filter names a person. Such a filter matches few callbacks, which are read and sorted. */
export function namesPerson({ phone, name }: ListFilter): boolean {
  return phone !== undefined || name !== undefined;
}

/** Returns the conditions of a filter that names a person. The index of phones or names is the only one to start from. */
export function personConditions(engine: Engine, filter: ListFilter): RawBuilder<SqlBool>[] {
  const { siteId, status, outcome, needsYou } = filter;
  const hidden = (name: string) => engine.withoutIndex(sql.ref(`callbacks.${name}`));
  return [
    ...phoneConditions(engine, filter),
    ...nameConditions(engine, filter),
    sql<SqlBool>`${hidden('site_id')} = ${siteId}`,
    ...(status === undefined ? [] : [isOneOf(hidden('request_status'), status)]),
    ...(outcome === undefined ? [] : [isOneOf(hidden('outcome'), outcome)]),
    ...(needsYou === undefined ? [] : [needsYou ? needsOperator : sql<SqlBool>`not ${needsOperator}`]),
    ...createdWithin(filter, hidden('created_at')),
  ];
}

/** Returns the conditions for groups of the lists. The index must begin with the site and the group. */
export function groupConditions(filter: ListFilter, groups: readonly string[]): RawBuilder<SqlBool>[] {
  return [sql<SqlBool>`callbacks.site_id = ${filter.siteId}`, isOneOf(listGroup, groups)];
}

/** Returns the conditions for the time of creation. */
export function createdWithin(
  { from, to }: ListFilter,
  column: RawBuilder<unknown> = sql.ref('callbacks.created_at'),
): RawBuilder<SqlBool>[] {
  return [
    ...(from === undefined ? [] : [sql<SqlBool>`${column} >= ${toInstant(from)}`]),
    ...(to === undefined ? [] : [sql<SqlBool>`${column} < ${toInstant(to)}`]),
  ];
}

/** SQLite creates a table for the values of an IN, even for one. */
function isOneOf(column: RawBuilder<unknown>, [first, ...others]: readonly string[]): RawBuilder<SqlBool> {
  if (first === undefined) return sql<SqlBool>`1 = 0`;
  if (others.length === 0) return sql<SqlBool>`${column} = ${first}`;
  return sql<SqlBool>`${column} in (${sql.join([first, ...others])})`;
}

const needsOperator = sql<SqlBool>`coalesce(callbacks.request_status = 'failed'
  and callbacks.verified_at is not null and callbacks.done_at is null
  and callbacks.outcome not in (${sql.join(noLeads.map((outcome) => sql.lit(outcome)))}), false)`;

function phoneConditions(engine: Engine, { phone, siteId }: ListFilter): RawBuilder<SqlBool>[] {
  if (phone === undefined) return [];
  if ('whole' in phone) return [sql<SqlBool>`callbacks.visitor_phone = ${phone.whole}`];
  const lastFour = phone.lastDigits.slice(-4);
  const byIndex = sql<SqlBool>`callbacks.site_id = ${siteId} and ${engine.lastDigits('visitor_phone', 4)} = ${lastFour}`;
  return phone.lastDigits.length === 4
    ? [byIndex]
    : [byIndex, sql<SqlBool>`callbacks.visitor_phone like ${`%${phone.lastDigits}`}`];
}

function nameConditions(engine: Engine, { name }: ListFilter): RawBuilder<SqlBool>[] {
  if (name === undefined) return [];
  return [sql<SqlBool>`callbacks.request_id in (${engine.withNamePart(name, maxNameMatches)})`];
}
