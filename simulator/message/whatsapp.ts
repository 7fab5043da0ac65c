import type { Clock } from '../time/clock.ts';

const prefix = 'whatsapp:';

/** Free-form messages are allowed this long after the person last wrote: https://www.twilio.com/docs/whatsapp/key-concepts */
const windowMs = 24 * 3_600_000;

/** Error code of a free-form message outside that window. */
export const outsideWindow = 63016;

export function isWhatsapp(address: string): boolean {
  return address.startsWith(prefix);
}

/** Returns the phone number of an address: without its channel. */
export function numberOf(address: string): string {
  return isWhatsapp(address) ? address.slice(prefix.length) : address;
}

export function whatsappAddress(number: string): string {
  return `${prefix}${number}`;
}

export type Conversations = {
  /** Records that `from` wrote to `to`. Opens the window for answers. */
  recordInbound(from: string, to: string): void;
  /** Whether `from` can send free-form messages to `to`. Always true for SMS. */
  allowsFreeForm(from: string, to: string): boolean;
};

/** Keeps when each phone last wrote to each number on WhatsApp. */
export function createConversations({ clock }: { clock: Clock }): Conversations {
  const last = new Map<string, number>();
  return {
    recordInbound: (from, to) => void last.set(`${to} ${from}`, clock.now()),
    allowsFreeForm: (from, to) => {
      if (!isWhatsapp(to)) return true;
      const at = last.get(`${from} ${to}`);
      return at !== undefined && clock.now() - at < windowMs;
    },
  };
}
