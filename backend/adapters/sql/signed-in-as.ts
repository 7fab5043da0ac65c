import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Database } from './schema.ts';

type SignedIn = 'visitor_sessions' | 'sign_in_hand_offs';

/** Whoever signed in for a number's requests, or proved the number by signing in. */
export function signedInAs(row: ExpressionBuilder<Database, SignedIn>, phone: string): Expression<SqlBool> {
  const identities = row
    .selectFrom('callbacks')
    .select((callback) => callback.ref('callbacks.identity').$notNull().as('identity'))
    .where('visitor_phone', '=', phone)
    .where('callbacks.identity', 'is not', null);
  return row.or([row('proven_phone', '=', phone), row('identity', 'in', identities)]);
}
