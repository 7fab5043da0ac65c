import type { Generated } from 'kysely';
import type { CallbackStatus } from '../../../domain/callback/state.ts';
import type { Scope } from '../../../domain/operator/access.ts';
import type { Outcome } from '../../../domain/outcome.ts';
import type { BulkAction, BulkResult, BulkState } from '../../../ports/operator/bulk-jobs.ts';
import type { Instant } from '../schema.ts';

/** Keys are fingerprints. */
type OperatorTokensTable = {
  id: string;
  key: string;
  site_id: string;
  name: string;
  scope: Scope;
  created_at: Instant;
  expires_at: Instant | null;
  last_used_at: Instant | null;
};

type OperatorSessionsTable = {
  key: string;
  site_id: string;
  token_id: string;
  name: string;
  scope: Scope;
  in_cookie: number;
  created_at: Instant;
  last_used_at: Instant;
};

/** `sealed_secret` is readable with the application secret only. */
type OperatorSecondFactorsTable = {
  site_id: string;
  token_id: string;
  sealed_secret: string;
  begun_at: Instant;
  confirmed_at: Instant | null;
  last_step: number;
};

/** Keys are fingerprints. A code that was used is deleted. */
type OperatorRecoveryCodesTable = { key: string; site_id: string; token_id: string };

type CallbackNotesTable = {
  id: Generated<number>;
  request_id: string;
  text: string;
  author: string;
  created_at: Instant;
};

/** Callbacks by the quarter of an hour of their creation; `outcome` is empty before the end. */
type CallbackSumsTable = {
  site_id: string;
  starts_at: Instant;
  request_status: CallbackStatus;
  outcome: Outcome | '';
  proven: number;
  callbacks: number;
};

/** How many calls of a UTC day took `seconds`, rounded down as `statistics.ts` says. */
type CallDurationsTable = {
  site_id: string;
  starts_at: Instant;
  measure: 'answer' | 'wait';
  seconds: number;
  calls: number;
};

type BulkJobsTable = {
  id: string;
  site_id: string;
  action: BulkAction;
  state: BulkState;
  token_id: string;
  actor: string;
  scope: Scope;
  created_at: Instant;
};

type BulkItemsTable = {
  job_id: string;
  request_id: string;
  state: 'due' | BulkResult['result'];
  code: string | null;
};

/** The tables of the operator's side. */
/** Until when an operator closed a site. */
type ClosuresTable = { site_id: string; closed_until: string; reason: string | null };

export type OperatorTables = {
  closures: ClosuresTable;
  operator_tokens: OperatorTokensTable;
  operator_sessions: OperatorSessionsTable;
  operator_second_factors: OperatorSecondFactorsTable;
  operator_recovery_codes: OperatorRecoveryCodesTable;
  callback_notes: CallbackNotesTable;
  callback_sums: CallbackSumsTable;
  call_durations: CallDurationsTable;
  bulk_jobs: BulkJobsTable;
  bulk_items: BulkItemsTable;
};
