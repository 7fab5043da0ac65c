import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { TableDialect } from '../engine.ts';

/**
 * Indexes that hold each of the operator's lists in its order. Each begins with the group of a callback. Any choice
 * of states and outcomes is a few ranges of the index. They replace the indexes of migration 0110.
 */
export function listGroups(dialect: TableDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const name of replaced) await db.schema.dropIndex(name).execute();
      const group = sql`(
        case when request_status = 'failed' and verified_at is not null and done_at is null
          then 'open' else request_status end || ':' || coalesce(outcome, ''))`;
      const lists = [
        sql`callbacks_listed_by_creation on callbacks (site_id, ${group}, created_at, request_id, updated_at)`,
        sql`callbacks_listed_by_update on callbacks (site_id, ${group}, updated_at, request_id, created_at)`,
        sql`callbacks_listed_by_name on callbacks (site_id, ${group}, lower(visitor_name), request_id, created_at)`,
        sql`callbacks_listed_by_digits
          on callbacks (site_id, (${dialect.lastDigits('visitor_phone', 4)}), created_at, request_id)`,
      ];
      for (const list of lists) await sql`create index ${list}`.execute(db);
    },
  };
}

const replaced = [
  'callbacks_list',
  'callbacks_list_by_status',
  'callbacks_list_by_outcome',
  'callbacks_list_by_update',
  'callbacks_list_by_name',
  'callbacks_that_need_the_operator',
  'callbacks_by_last_digits',
];
