import type { Effect, EffectKind } from '../../domain/effect.ts';

/** An effect's row under a lease. A change that names it removes it, if this claim is still the latest. */
export type ClaimedEffect = {
  id: string;
  /** For an effect of a site: `siteEffectOwner`. */
  callbackId: string;
  effect: Effect;
  /** How often it was claimed, this time included. */
  tries: number;
  /** Grows with every claim: a process whose lease ran out cannot acknowledge the row. */
  fence: number;
  dueAt: number;
};

/** Effects that wait for their due time. Methods throw `store-unavailable` when the store fails. */
export type EffectQueue = {
  /** Claims up to `limit` due effects of the given kinds for `leaseMs`; each goes to one owner only. */
  claim(claim: {
    kinds: readonly EffectKind[];
    owner: string;
    at: number;
    leaseMs: number;
    limit: number;
  }): Promise<ClaimedEffect[]>;
  /**
   * Ends the lease and makes the effect due at `dueAt`. `tries` replaces its count of tries when given. Does nothing
   * when the claim was lost.
   */
  reschedule(effect: ClaimedEffect, dueAt: number, tries?: number): Promise<void>;
  /** Removes a claimed effect that needs no change of state. */
  acknowledge(effect: ClaimedEffect): Promise<void>;
  /** When the next effect of these kinds is due or its lease runs out; `undefined` when there is none. */
  nextDue(kinds: readonly EffectKind[]): Promise<number | undefined>;
};
