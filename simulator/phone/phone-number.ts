/** Whether a text has the shape of E.164 with at least seven digits. */
export function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}

/** Whether a text is a SIP address as Twilio accepts it in To and in <Sip>. */
export function isSipAddress(text: string): boolean {
  return /^sips?:[^\s@]+@[^\s@]+$/i.test(text);
}

/** Formats a number as Twilio's *_formatted fields: North American numbers in local style, others unchanged. */
export function formattedNumber(number: string): string {
  const local = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return local ? `(${local[1]}) ${local[2]}-${local[3]}` : number;
}
