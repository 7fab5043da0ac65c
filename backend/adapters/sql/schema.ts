import type { Generated, Selectable } from 'kysely';
import type { Language } from '../../../languages/languages.ts';
import type { Attempt, AttemptPhase } from '../../domain/attempt/state.ts';
import type { ReservedPart } from '../../domain/budget/charge.ts';
import type { CallbackStatus, CodeSend, Notice } from '../../domain/callback/state.ts';
import type { EffectKind } from '../../domain/effect.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Message } from '../../ports/store/change.ts';
import type { OperatorTables } from './operator/tables.ts';
import type { WebhookDeliveriesTable } from './webhooks/delivery-row.ts';

/** UTC in ISO 8601 with milliseconds, as `2026-11-22T09:30:00.000Z`. Its alphabetical order is its order in time. */
export type Instant = string;

type CallbacksTable = {
  request_id: string;
  site_id: string;
  reference: string;
  visitor_name: string;
  visitor_email: string | null;
  visitor_phone: string;
  subject: string | null;
  page: string | null;
  /** What the visitor reads and hears; NULL for the business's language, and in rows from before there was a choice. */
  language: Language | null;
  request_status: CallbackStatus;
  /** A sentence for people who read the table, derived from the other columns. */
  status_message: string;
  outcome: Outcome | null;
  notice: Notice;
  /** JSON of the channels' states. NULL in rows that had no notice when the column was added. */
  notices: string | null;
  /** The current row of `verification_codes`. */
  code_send_number: number;
  attempts: number;
  version: number;
  created_at: Instant;
  updated_at: Instant;
  verified_at: Instant | null;
  ended_at: Instant | null;
  /** Fingerprint of the client. */
  client: string | null;
  idempotency_key: string | null;
  body_hash: string | null;
  /** Fingerprint of the signed-in visitor. */
  identity: string | null;
  /** Id of the consent text that the visitor agreed to, with time and page origin. */
  consent: string | null;
  consented_at: Instant | null;
  consent_origin: string | null;
  /** When and by whom a failed callback was dealt with. */
  done_at: Instant | null;
  done_by: string | null;
};

type AttemptsTable = {
  request_id: string;
  number: number;
  site_id: string;
  token: string;
  line: string;
  /** For people and lists, derived from the facts. */
  phase: AttemptPhase;
  outcome: NonNullable<Attempt['outcome']> | null;
  call_sid: string | null;
  /** 0 while the SID is only a guess from the carrier's list, or missing. */
  confirmed: 0 | 1;
  intended_at: Instant;
  initiated_at: Instant | null;
  leg_dead_at: Instant | null;
  closed_at: Instant | null;
  /** JSON of the facts that no query reads. */
  facts: string;
};

type StrayCallsTable = { call_sid: string; request_id: string; number: number };

type VerificationCodesTable = {
  request_id: string;
  send_number: number;
  site_id: string;
  phone: string;
  /** The block of a hundred numbers that holds this one; missing in rows older than the column. */
  block: string | null;
  sent_at: Instant;
  guesses: number;
  delivery: CodeSend['delivery'];
  /** Fingerprints of the requester's networks; the wide one exists for IPv6 only. */
  network: string | null;
  wide_network: string | null;
  /** The beginning of the number, by which the share of entered codes is watched. */
  area: string | null;
  /** When a code of this callback was entered. */
  entered_at: Instant | null;
  /** 1: the requester was told of a code, but no text message was sent. */
  withheld: number;
  /** NULL: by text message. */
  way: 'call' | null;
};

type MessagesTable = {
  message_id: string;
  request_id: string;
  site_id: string;
  purpose: Message['purpose'];
  channel: Message['channel'];
  effect_key: string;
  /** Together with the key: the arming of the effect that sends the message. */
  armed_version: number;
  recipient: string;
  status: Message['status'];
  sid: string | null;
  error_code: string | null;
  created_at: Instant;
  /** The message that tells about this callback: the row's own id, or that of a folded notice. */
  told_by: string | null;
};

type EffectsTable = {
  request_id: string;
  effect_key: string;
  site_id: string;
  /** A newer version of the platform can arm kinds that this one does not know. */
  kind: EffectKind;
  /** JSON of the effect. */
  effect: string;
  /** The callback's version that armed it. Arming it again ends a running claim. */
  armed_version: number;
  due_at: Instant;
  /** Orders effects that are due at the same time: the callback that waits longest comes first. */
  waiting_since: Instant;
  owner: string | null;
  lease_until: Instant | null;
  fence: number;
  tries: number;
  /** 1 when a line became free during a lease: the release then does not postpone the effect. */
  woken: number;
};

/** Keyed fingerprints of numbers, so that opt-outs stay after all other data about a number is removed. */
type OptOutsTable = { fingerprint: string; opted_out: number; changed_at: Instant };

type AuditLogTable = {
  id: Generated<number>;
  request_id: string | null;
  site_id: string;
  event_type: string;
  /** JSON. */
  event_data: string;
  actor: string;
  timestamp: Instant;
};

/** One row per dialled number. A change that claims or frees the line first changes the row, which locks it. */
type LinesTable = { line: string; site_id: string; changed_at: Instant };

/** A signed-in visitor; `identity` is the fingerprint. */
export type IdentityColumns = {
  identity: string;
  provider: string;
  name: string | null;
  email: string | null;
  proven_phone: string | null;
};

/** Keys are fingerprints of secrets that the platform does not keep. */
type SignInsTable = {
  key: string;
  provider: string;
  challenge: string;
  return_to: string;
  client: string;
  begun_at: Instant;
  expires_at: Instant;
};

type HandOffsTable = IdentityColumns & { key: string; challenge: string; expires_at: Instant };

type SessionsTable = IdentityColumns & { key: string; expires_at: Instant };

/** Texts in SMS segments, minutes of legs, money in millionths of the currency. */
type AmountColumns = { texts: number; calls: number; minutes: number; money: number };

type UsageCountersTable = AmountColumns & { site_id: string; period: 'hour' | 'day'; starts_at: Instant };

/** What is still reserved. `hour` and `day` name the counters that include it. */
type ReservationsTable = AmountColumns & {
  request_id: string;
  part: ReservedPart;
  site_id: string;
  hour: Instant;
  day: Instant;
};

type OwnerWarningsTable = { site_id: string; warning: string; starts_at: Instant };

/** Refusals after which the client has one request less. */
type CountedRefusalsTable = { client: string; at: Instant };

/** Who does work that one process at a time may do. */
type LeasesTable = { name: string; owner: string; lease_until: Instant };

type UsedChallengesTable = { challenge: string; expires_at: Instant };

type WhatsappSignInsTable = {
  key: string;
  code_key: string;
  challenge: string;
  host: string;
  client: string;
  begun_at: Instant;
  expires_at: Instant;
  /** Number of the person who sent the code. */
  proven_phone: string | null;
  name: string | null;
  answers: number;
  guesses: number;
};

export type Database = OperatorTables & {
  callbacks: CallbacksTable;
  attempts: AttemptsTable;
  stray_calls: StrayCallsTable;
  verification_codes: VerificationCodesTable;
  messages: MessagesTable;
  effects: EffectsTable;
  opt_outs: OptOutsTable;
  audit_log: AuditLogTable;
  lines: LinesTable;
  sign_ins: SignInsTable;
  sign_in_hand_offs: HandOffsTable;
  visitor_sessions: SessionsTable;
  whatsapp_sign_ins: WhatsappSignInsTable;
  usage_counters: UsageCountersTable;
  reservations: ReservationsTable;
  owner_warnings: OwnerWarningsTable;
  used_challenges: UsedChallengesTable;
  leases: LeasesTable;
  counted_refusals: CountedRefusalsTable;
  webhook_deliveries: WebhookDeliveriesTable;
};

export type CallbackRow = Selectable<CallbacksTable>;
export type AttemptRow = Selectable<AttemptsTable>;
export type CodeRow = Selectable<VerificationCodesTable>;
export type MessageRow = Selectable<MessagesTable>;
export type EffectRow = Selectable<EffectsTable>;
export type ReservationRow = Selectable<ReservationsTable>;
export type SignInRow = Selectable<SignInsTable>;
export type HandOffRow = Selectable<HandOffsTable>;
export type WhatsappSignInRow = Selectable<WhatsappSignInsTable>;
