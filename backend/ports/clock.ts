/** The platform's only source of time, so that tests and the demo can replace it. */
export type Clock = {
  /** Wall clock, milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that never jump and count while the machine sleeps; for timeouts. */
  monotonic(): number;
  /** Calls `run` once after `ms`; returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
};

/** A clock whose `now` does not jump when the machine's clock is set. It jumps on `follow`. */
export type SteadyClock = Clock & {
  /** By how much the machine's clock was set and not yet followed (ms); 0 when it was not. */
  unfollowedMs(): number;
  /** Adopts the machine's time, after stored times were moved by `jumpMs`. */
  follow(jumpMs: number): void;
};
