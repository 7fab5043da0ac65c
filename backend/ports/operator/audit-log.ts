import type { AuditEntry } from '../store/change.ts';

export type AuditRecord = AuditEntry & { id: number; callbackId: string | undefined; at: number };

export type AuditFilter = {
  siteId: string;
  callbackId?: string | undefined;
  actor?: string | undefined;
  eventType?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

/** The log of all events. Those of a callback are written with its changes. */
export type AuditLog = {
  /** Records an event that belongs to no callback. */
  add(siteId: string, entry: AuditEntry, at: number): Promise<void>;
  /** Returns up to `limit` records below the id `before`, newest first. */
  search(filter: AuditFilter, page: { limit: number; before: number | undefined }): Promise<AuditRecord[]>;
};
