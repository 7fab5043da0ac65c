import type { Callback } from '../callback/state.ts';
import { codeText } from './code-text.ts';
import { missedCallSubject, missedCallText } from './missed-call-text.ts';
import { oneLine, shorten } from './one-line.ts';
import type { TextWords } from './text-words.ts';
import { textsEn } from './texts-en.ts';
import type { ZonedTime } from './written-time.ts';

/** What is texted and mailed. */
export type Texts = ReturnType<typeof createTexts>;

function createTexts(words: TextWords) {
  return {
    /** To the visitor. `host` is the page's, without scheme; undefined when codes are not to fill themselves in. */
    code: (code: { business: string; digits: string; host: string | undefined }) => codeText(words, code),
    /** To the business. `askedAt` is the wall-clock time of the request where the business is. */
    missedCall: (callback: Callback, askedAt: ZonedTime) => missedCallText(words, callback, askedAt),
    missedCallSubject: (callback: Callback) => missedCallSubject(words, callback),
    /** Into the chat that the code came from; digits as they are read best. */
    whatsappReply: (digits: string, host: string) =>
      words.whatsappReply(`${digits.slice(0, 3)} ${digits.slice(3)}`, host),
    whatsappMessage: (business: string, code: string) =>
      words.whatsappMessage(shorten(oneLine(business), 40), code),
    /** To the business; at most two segments. */
    budgetReached: (business: string) => words.budgetReached(shorten(oneLine(business), 40)),
  };
}

export const texts: Texts = createTexts(textsEn);
