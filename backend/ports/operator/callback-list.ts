import type { Attempt } from '../../domain/attempt/state.ts';
import type { Amounts } from '../../domain/budget/charge.ts';
import type { Callback, CallbackStatus } from '../../domain/callback/state.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { WebhookDelivery } from '../../domain/webhook-delivery.ts';
import type { Message } from '../store/change.ts';
import type { AuditRecord } from './audit-log.ts';

export type SortField = 'created_at' | 'updated_at' | 'name';

/** Absent fields match all callbacks of the site. Times are milliseconds since the epoch. */
export type ListFilter = {
  siteId: string;
  status?: readonly CallbackStatus[] | undefined;
  outcome?: readonly Outcome[] | undefined;
  /** Failed with a proven phone, and not done; false: all others. */
  needsYou?: boolean | undefined;
  /** The whole number in E.164, or its last digits. */
  phone?: { whole: string } | { lastDigits: string } | undefined;
  /** Part of the name, in any case. */
  name?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

export type ListPage = {
  sort: SortField;
  order: 'asc' | 'desc';
  limit: number;
  /** The sort value and id of the last item of the page before. */
  after: { value: string; callbackId: string } | undefined;
};

export type ListItem = { callback: Callback; attempt: Attempt | undefined };

type Note = { text: string; by: string; at: number };

export type CallbackDossier = {
  callback: Callback;
  /** Oldest first. */
  attempts: Attempt[];
  messages: Message[];
  /** By time. */
  webhooks: WebhookDelivery[];
  notes: Note[];
  audit: AuditRecord[];
  reserved: Amounts;
};

/** A count that stops at a maximum. */
export type Count = { exact: boolean; count: number };

/** The operator's reads over all callbacks. They can be long, so they do not run on the event loop. */
export type CallbackList = {
  /** `next` is where the next page begins; undefined on the last one. */
  search(filter: ListFilter, page: ListPage): Promise<{ items: ListItem[]; next: ListPage['after'] }>;
  /** Returns the callbacks with these ids, in any order. */
  find(siteId: string, callbackIds: readonly string[]): Promise<ListItem[]>;
  /** Returns callbacks that changed at `since` or later, in order of their change. */
  changedSince(siteId: string, since: number, limit: number): Promise<ListItem[]>;
  /** Counts what matches, up to a maximum. */
  count(filter: ListFilter): Promise<Count>;
  /** Returns the ids of up to `limit` callbacks that match, in any order. */
  ids(filter: ListFilter, limit: number): Promise<string[]>;
  open(siteId: string, callbackId: string): Promise<CallbackDossier | undefined>;
  addNote(callbackId: string, note: Note): Promise<void>;
};
