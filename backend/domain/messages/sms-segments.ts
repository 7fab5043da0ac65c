/** The size of an SMS, as carriers charge it: https://www.twilio.com/docs/glossary/what-sms-character-limit */
export type SmsSize = {
  encoding: 'gsm-7' | 'ucs-2';
  /** Septets, or 16-bit units. */
  units: number;
  segments: number;
};

// The default alphabet and its extension table, 3GPP TS 23.038 section 6.2.1:
// https://www.etsi.org/deliver/etsi_ts/123000_123099/123038/
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('\f^{}\\[~]|€');

const limits = {
  'gsm-7': { single: 160, part: 153 },
  'ucs-2': { single: 70, part: 67 },
} as const;

/** Counts the segments of an SMS. Pairs (an escape and its character, two surrogates) are never split. */
export function smsSize(text: string): SmsSize {
  const characters = [...text];
  const encoding = characters.every((one) => basic.has(one) || extended.has(one)) ? 'gsm-7' : 'ucs-2';
  const widths = characters.map((one) => (encoding === 'ucs-2' ? one.length : extended.has(one) ? 2 : 1));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { single, part } = limits[encoding];
  return { encoding, units, segments: units <= single ? 1 : countParts(widths, part) };
}

function countParts(widths: readonly number[], part: number): number {
  let parts = 1;
  let filled = 0;
  for (const width of widths) {
    if (filled + width > part) {
      parts += 1;
      filled = 0;
    }
    filled += width;
  }
  return parts;
}

/** Letters that Unicode does not take apart into a letter and its accent. */
const strokes: Record<string, string> = {
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  đ: 'd',
  Đ: 'D',
  œ: 'oe',
  Œ: 'OE',
  '’': "'",
};

/** Replaces Latin letters that GSM-7 lacks by their plain form, where they have one. An accent in GSM-7 stays. */
export function withoutAccents(text: string): string {
  return text.normalize('NFC').replace(/[\p{Script=Latin}’]/gu, (one) => {
    if (basic.has(one)) return one;
    return strokes[one] ?? one.normalize('NFD').replace(/\p{Mn}/gu, '');
  });
}
