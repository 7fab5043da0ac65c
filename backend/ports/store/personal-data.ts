/** What is kept about one person: the rows of each table that holds any, as they stand there. */
export type PersonalExport = Record<string, Record<string, unknown>[]>;

export type Erasure =
  | { ok: true; requests: number }
  /** A call may be under way for this number. */
  | { ok: false; reason: 'request-under-way' };

/** Who asked for it, and when; a row without anything personal stays in the audit log. */
export type Requester = { actor: string; at: number };

/** Everything that is kept about visitors, found by their number (E.164). Faults are thrown as the store's are. */
export type PersonalData = {
  export(phone: string, asked: Requester): Promise<PersonalExport>;
  /** Requests with all that belongs to them, and whoever had signed in for them. Opt-outs, which name nobody, stay. */
  erase(phone: string, asked: Requester): Promise<Erasure>;
  /** Removes up to `limit` requests that nothing has happened to since `before`; answers how many. */
  forgetRequests(before: number, limit: number, at: number): Promise<number>;
  /** Removes sign-ins and sessions that are over. */
  forgetSignIns(at: number): Promise<void>;
  /**
   * Overwrites what deleted rows left behind in the file; blocks for seconds where the file has gigabytes. Answers
   * false while another program reads the file: then it is to be tried again.
   */
  scrub(): Promise<boolean>;
};
