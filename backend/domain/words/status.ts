import type { Callback, CallbackStatus, CodeSend, Notice, Outcome } from '../callback/state.ts';
import { statusEn } from './status-en.ts';

/** One language's sentences about where a request stands. */
export type StatusWords = Record<Extract<CallbackStatus, 'verified' | 'calling' | 'connected'>, string> & {
  pending: Record<CodeSend['delivery'], string>;
  outcomes: Record<Outcome, string>;
  notices: Record<Notice, string>;
  /** For an end of which nothing more is known. */
  ended: string;
};

/** What `status_message` says, addressed to the visitor: where the request stands, or how it ended. */
export function statusMessage(callback: Callback, words: StatusWords = statusEn): string {
  switch (callback.status) {
    case 'pending':
      return words.pending[callback.code.delivery];
    case 'verified':
    case 'calling':
    case 'connected':
      return words[callback.status];
    case 'completed':
    case 'failed':
    case 'cancelled':
      return ending(callback, words);
  }
}

function ending(callback: Callback, words: StatusWords): string {
  const outcome = callback.outcome === undefined ? words.ended : words.outcomes[callback.outcome];
  return `${outcome} ${words.notices[callback.notice]}`.trim();
}
