/** Whose second factor it is: that of a token on a site. */
export type FactorOwner = { siteId: string; tokenId: string };

export type SecondFactor = {
  sealedSecret: string;
  begunAt: number;
  /** When its first code was entered; undefined before, when it does not count yet. */
  confirmedAt: number | undefined;
  /** The step of the last code that was used. */
  lastStep: number;
};

/** Second factors of operators' tokens. Faults are thrown with code `store-unavailable`. */
export type SecondFactors = {
  find(owner: FactorOwner): Promise<SecondFactor | undefined>;
  /** Replaces a factor that is not confirmed. Returns false when there is a confirmed one. */
  begin(owner: FactorOwner, begun: { sealedSecret: string; at: number }): Promise<boolean>;
  /** Returns false when `sealedSecret` is confirmed already, or was replaced. */
  confirm(
    owner: FactorOwner,
    confirmed: { sealedSecret: string; step: number; at: number; recoveryKeys: readonly string[] },
  ): Promise<boolean>;
  /** Returns false when this step or a later one was used before. */
  useStep(owner: FactorOwner, step: number): Promise<boolean>;
  /** Returns false for an unknown code, and for one that was used before. */
  useRecoveryCode(owner: FactorOwner, key: string): Promise<boolean>;
  countRecoveryCodes(owner: FactorOwner): Promise<number>;
  /** Also removes the recovery codes. Returns false when there was none. */
  remove(owner: FactorOwner): Promise<boolean>;
  /** Returns the ids of the tokens with a confirmed factor. */
  listOwners(siteId: string): Promise<string[]>;
};
