/** The platform's only source of time, so that tests and the demo can replace it. */
export type Clock = {
  /** Wall clock, milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that never jump; for timeouts. */
  monotonic(): number;
  /** Calls `run` once after `ms`; returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
};
