/** Everything stored about one person: rows by table, as stored. */
export type PersonalExport = Record<string, Record<string, unknown>[]>;

export type Erasure =
  | { ok: true; requests: number }
  /** A call to this number can be in progress. */
  | { ok: false; reason: 'request-under-way' };

/** Who asked and when, for the audit log; that row holds no personal data. */
export type Requester = { actor: string; at: number };

/** All data stored about visitors, found by E.164 number. Faults are thrown with code `store-unavailable`. */
export type PersonalData = {
  export(phone: string, asked: Requester): Promise<PersonalExport>;
  /** Deletes the callbacks and identities of a number. Opt-outs stay: they are fingerprints. */
  erase(phone: string, asked: Requester): Promise<Erasure>;
  /** Returns whether this process may delete old data for `leaseMs`: one of those that share the database does. */
  claimSweep(at: number, leaseMs: number): Promise<boolean>;
  /** Deletes up to `limit` callbacks without change since `before`; returns how many. */
  forgetRequests(before: number, limit: number, at: number): Promise<number>;
  /** Deletes expired sign-ins and sessions. */
  forgetSignIns(at: number): Promise<void>;
  /**
   * Overwrites the traces of deleted rows in the database file. Blocks for seconds on a file of gigabytes. Returns
   * false while another program reads the file; the caller must retry.
   */
  scrub(): Promise<boolean>;
};
