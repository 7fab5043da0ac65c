import type { Change } from '../../ports/store/change.ts';
import type { Engine, Step } from './engine.ts';
import { toInstant } from './instant.ts';
import { prepared } from './prepared.ts';
import type { Database, Instant } from './schema.ts';

const forgetExpired = prepared<{ now: Instant }>(({ db }, { now }) =>
  db.deleteFrom('used_challenges').where('expires_at', '<=', now),
);

const remember = prepared<Database['used_challenges']>(({ db }, row) =>
  db.insertInto('used_challenges').values(row),
);

/** The table never holds more than was solved within a challenge's life. */
export function useChallenge(engine: Engine, solved: NonNullable<Change['solved']>, at: number): Step[] {
  const row = { challenge: solved.challenge, expires_at: toInstant(solved.expiresAt) };
  return [{ query: forgetExpired(engine, { now: toInstant(at) }) }, { query: remember(engine, row) }];
}
