export type PhoneProblem =
  | 'not-a-number'
  | 'too-short'
  | 'too-long'
  | 'invalid'
  | 'region-not-allowed'
  | 'type-not-allowed'
  | 'extension';

export type ParsedPhone =
  | {
      ok: true;
      e164: string;
      international: string;
      region: string;
      type: 'mobile' | 'landline' | 'landline-or-mobile' | 'other';
    }
  | { ok: false; reason: PhoneProblem };

/** Reads and formats phone numbers. */
export type PhoneNumbers = {
  /**
   * Parses what a visitor typed. `region` (ISO 3166, such as `US`) applies to numbers without a country code;
   * `allowed` lists the regions that may be called. Refuses premium, shared-cost, pager, UAN and satellite numbers.
   * The result has the one canonical spelling of the phone.
   */
  parse(typed: string, rules: { region: string; allowed: readonly string[] }): ParsedPhone;
  /** Formats for people: `+1 201 555 0123`. */
  format(e164: string): string;
  /** Returns the country code of a region, `+1`, and a mobile of it without that code, `201 555 0123`. */
  example(region: string): { prefix: string; national: string };
};
