import type { Callback } from '../callback/state.ts';

/** One language's sentences of the page behind the link of a notice. */
export type LinkPageWords = {
  heading(reference: string): string;
  labels: Record<'name' | 'phone' | 'email' | 'about' | 'page' | 'asked', string>;
  call: string;
  /** What happens after a tap on `call`. */
  callHint(phone: string): string;
  done: string;
  expired: string;
  unknown: string;
  /** How the callback stands when the link no longer acts; `ago` from `ago`. */
  handled(standing: Standing, ago: string): string;
  /** A whole number of minutes. */
  ago(minutes: number): string;
  refused: Record<'business-closed' | 'budget-reached' | 'attempt-open' | 'other', string>;
};

export type Standing = 'done' | 'under-way' | 'connected' | 'talked' | 'missed-again' | 'cancelled';

export function standingOf({ status, done }: Callback): Standing {
  if (done !== undefined) return 'done';
  switch (status) {
    case 'connected':
      return 'connected';
    case 'completed':
      return 'talked';
    case 'failed':
      return 'missed-again';
    case 'cancelled':
      return 'cancelled';
    default:
      return 'under-way';
  }
}

const handled: Record<Standing, string> = {
  done: 'Marked as done',
  'under-way': 'The call was started',
  connected: 'You are talking with them. The call was started',
  talked: 'You talked with them. The call ended',
  'missed-again': 'It was tried again and did not work; a newer message has a new link. The last try ended',
  cancelled: 'This request was cancelled',
};

export const linkPageEn: LinkPageWords = {
  heading: (reference) => `Missed callback ${reference}`,
  labels: { name: 'Name', phone: 'Phone', email: 'Email', about: 'About', page: 'Page', asked: 'Asked' },
  call: 'Call now',
  callHint: (phone) => `${phone} rings first. Press 1, then we ring the visitor and connect you.`,
  done: 'Mark as done',
  expired: 'This link has expired. You find the request in the dashboard.',
  unknown: 'This link is not complete, or the request was deleted. Open it from the message again.',
  handled: (standing, ago) => `${handled[standing]} ${ago}.`,
  ago: (minutes) => {
    if (minutes < 1) return 'just now';
    const [count, unit] =
      minutes < 60
        ? [minutes, 'minute']
        : minutes < 1_440
          ? [Math.floor(minutes / 60), 'hour']
          : [Math.floor(minutes / 1_440), 'day'];
    return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  },
  refused: {
    'business-closed':
      'Your business is closed by its opening hours, so no call was started. Dial the number yourself.',
    'budget-reached': 'A spending limit is reached, so no call was started. Dial the number yourself.',
    'attempt-open': 'The last call is not over yet. Try again in a minute.',
    other: 'The call could not be started. Dial the number yourself.',
  },
};
