import { type RawBuilder, sql } from 'kysely';
import { type CallbackStatus, noLeads } from '../../../domain/callback/state.ts';
import type { Outcome } from '../../../domain/outcome.ts';
import type { ListFilter } from '../../../ports/operator/callback-list.ts';
import type { Engine } from '../engine.ts';

/**
 * The group of a callback in the lists: status and outcome, and `open` instead of `failed` while no operator has dealt
 * with a proven visitor. The indexes of the lists begin with it, so this text must be that of migration 0220.
 */
export const listGroup = sql<string>`(
  case when callbacks.request_status = 'failed' and callbacks.verified_at is not null and callbacks.done_at is null
    then 'open' else callbacks.request_status end || ':' || coalesce(callbacks.outcome, ''))`;

/** Returns the groups that exist and match a filter; the list of the filter is theirs, merged. */
export async function matchingGroups(engine: Engine, filter: ListFilter): Promise<string[]> {
  const query = existingGroups(filter.siteId).compile(engine.db);
  const rows = await engine.readAside(query);
  return rows.map(({ list_group }) => list_group).filter((group) => matches(group, filter));
}

/** Jumps along the index from one group to the next, because reading all callbacks for it would take long. */
function existingGroups(siteId: string): RawBuilder<{ list_group: string }> {
  const next = (after: RawBuilder<unknown>) => sql`(
    select ${listGroup} from callbacks where callbacks.site_id = ${siteId} ${after} order by ${listGroup} limit 1)`;
  return sql<{ list_group: string }>`
    with recursive found (list_group) as (
      select ${next(sql``)}
      union all
      select ${next(sql`and ${listGroup} > found.list_group`)} from found where found.list_group is not null
    )
    select list_group from found where list_group is not null`;
}

function matches(group: string, { status, outcome, needsYou }: ListFilter): boolean {
  const [state = '', ended = ''] = group.split(':');
  const groupStatus = (state === 'open' ? 'failed' : state) as CallbackStatus;
  const needed = state === 'open' && ended !== '' && !noLeads.some((end) => end === ended);
  return (
    (status === undefined || status.includes(groupStatus)) &&
    (outcome === undefined || outcome.includes(ended as Outcome)) &&
    (needsYou === undefined || needsYou === needed)
  );
}
