import type { Change } from '../../../ports/store/change.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { toInstant } from '../rows/instant.ts';
import type { Database, Instant } from '../schema.ts';

const deletedChallenges = prepared<{ now: Instant }>(({ db }, { now }) =>
  db.deleteFrom('used_challenges').where('expires_at', '<=', now),
);

const insertedChallenge = prepared<Database['used_challenges']>(({ db }, row) =>
  db.insertInto('used_challenges').values(row),
);

/** Deletes expired challenges with each insert, so that the table stays small. */
export function challengeSteps(
  engine: Engine,
  solution: NonNullable<Change['captchaSolution']>,
  at: number,
): Step[] {
  const row = { challenge: solution.challenge, expires_at: toInstant(solution.expiresAt) };
  return [
    { query: deletedChallenges(engine, { now: toInstant(at) }) },
    { query: insertedChallenge(engine, row) },
  ];
}
