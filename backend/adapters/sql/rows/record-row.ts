import type { Kysely } from 'kysely';
import type { CallbackRecord } from '../../../ports/store/callback-store.ts';
import type { Database } from '../schema.ts';
import { toAttempt } from './attempt-row.ts';
import { toCallback } from './callback-row.ts';

/**
 * Selects callbacks with their current code and their attempts: one row per attempt, at least one per callback. One
 * statement reads one version of all. The caller adds the condition for the attempt.
 */
export function selectRecords(db: Kysely<Database>) {
  return db
    .selectFrom('callbacks')
    .innerJoin('verification_codes as code', (join) =>
      join
        .onRef('code.request_id', '=', 'callbacks.request_id')
        .onRef('code.send_number', '=', 'callbacks.code_send_number'),
    )
    .leftJoin('attempts as attempt', 'attempt.request_id', 'callbacks.request_id')
    .selectAll('callbacks')
    .select([
      'code.sent_at as code_sent_at',
      'code.guesses as code_guesses',
      'code.delivery as code_delivery',
      'code.withheld as code_withheld',
      'code.way as code_way',
    ])
    .select([
      'attempt.number as attempt_number',
      'attempt.token as attempt_token',
      'attempt.line as attempt_line',
      'attempt.outcome as attempt_outcome',
      'attempt.call_sid as attempt_call_sid',
      'attempt.confirmed as attempt_confirmed',
      'attempt.intended_at as attempt_intended_at',
      'attempt.initiated_at as attempt_initiated_at',
      'attempt.leg_dead_at as attempt_leg_dead_at',
      'attempt.closed_at as attempt_closed_at',
      'attempt.facts as attempt_facts',
    ]);
}

export type JoinedRecord = Awaited<ReturnType<ReturnType<typeof selectRecords>['executeTakeFirstOrThrow']>>;

export function toRecord(row: JoinedRecord | undefined): CallbackRecord | undefined {
  return row === undefined ? undefined : { callback: toCallback(row), attempt: joinedAttempt(row) };
}

function joinedAttempt(row: JoinedRecord): CallbackRecord['attempt'] {
  const { attempt_number, attempt_token, attempt_line, attempt_intended_at, attempt_facts } = row;
  if (attempt_number === null || attempt_token === null || attempt_line === null) return undefined;
  if (attempt_intended_at === null || attempt_facts === null) return undefined;
  return toAttempt({
    request_id: row.request_id,
    number: attempt_number,
    token: attempt_token,
    line: attempt_line,
    outcome: row.attempt_outcome,
    call_sid: row.attempt_call_sid,
    confirmed: row.attempt_confirmed ?? 0,
    intended_at: attempt_intended_at,
    initiated_at: row.attempt_initiated_at,
    leg_dead_at: row.attempt_leg_dead_at,
    closed_at: row.attempt_closed_at,
    facts: attempt_facts,
  });
}
