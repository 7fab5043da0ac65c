import type { Clock } from '../time/clock.ts';

const prefix = 'whatsapp:';

/** https://www.twilio.com/docs/whatsapp/key-concepts: free-form text only this long after the person last wrote. */
const windowMs = 24 * 3_600_000;

/** The error of a message that only a template would have been allowed for. */
export const outsideWindow = 63016;

export function isWhatsapp(address: string): boolean {
  return address.startsWith(prefix);
}

/** An address without its channel: the number of the phone. */
export function numberOf(address: string): string {
  return isWhatsapp(address) ? address.slice(prefix.length) : address;
}

export function whatsappAddress(number: string): string {
  return `${prefix}${number}`;
}

export type Conversations = {
  /** Somebody wrote: whoever they wrote to may answer freely for a day. */
  heard(from: string, to: string): void;
  /** Whether `from` may write freely to `to`. Texts are always free. */
  isOpen(from: string, to: string): boolean;
};

/** Who wrote to whom on WhatsApp, and when last. */
export function createConversations({ clock }: { clock: Clock }): Conversations {
  const last = new Map<string, number>();
  return {
    heard: (from, to) => void last.set(`${to} ${from}`, clock.now()),
    isOpen: (from, to) => {
      if (!isWhatsapp(to)) return true;
      const at = last.get(`${from} ${to}`);
      return at !== undefined && clock.now() - at < windowMs;
    },
  };
}
