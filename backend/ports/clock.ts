/** Time as the platform sees it. A test, or a speeded-up demo, brings its own. */
export type Clock = {
  /** Wall clock, milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that never jump; for time-outs. */
  monotonic(): number;
  /** Runs once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
};
