export type PhoneProblem =
  | 'not-a-number'
  | 'too-short'
  | 'too-long'
  | 'invalid'
  | 'region-not-allowed'
  | 'type-not-allowed'
  | 'landline';

export type ParsedPhone =
  | {
      ok: true;
      e164: string;
      international: string;
      region: string;
      type: 'mobile' | 'landline-or-mobile' | 'other';
    }
  | { ok: false; reason: PhoneProblem };

/** What a person typed, read as a phone number. */
export type PhoneNumbers = {
  /**
   * `region` (ISO 3166, such as `US`) is assumed where no country code was typed; `allowed` are the regions that may
   * be called. Premium, shared-cost, pager, UAN and satellite numbers are refused, and landlines, which cannot
   * receive a code by text.
   */
  parse(typed: string, rules: { region: string; allowed: readonly string[] }): ParsedPhone;
  /** `+1 201 555 0123`, for reading. */
  format(e164: string): string;
};
