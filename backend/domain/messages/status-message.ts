import { defaultLanguage, type Language } from '../../../languages/languages.ts';
import type { Callback } from '../callback/state.ts';
import { statusWords } from './translate.ts';
import type { StatusWords } from './words.ts';

/** The API's `status_message`: tells the visitor the state of the request, or how it ended. */
export function statusMessage(callback: Callback, language: Language = defaultLanguage): string {
  const words = statusWords(language);
  switch (callback.status) {
    case 'pending':
      return words[callback.code.by === 'call' ? 'pendingCall' : 'pending'][callback.code.delivery];
    case 'verified':
    case 'calling':
    case 'connected':
      return words[callback.status];
    case 'completed':
    case 'failed':
    case 'cancelled':
      return endMessage(callback, words);
  }
}

function endMessage(callback: Callback, words: StatusWords): string {
  const outcome = callback.outcome === undefined ? words.ended : words.outcomes[callback.outcome];
  return `${outcome} ${words.notices[callback.notice]}`.trim();
}
