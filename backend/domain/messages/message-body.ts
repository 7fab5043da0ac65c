import type { Language } from '../../../languages/languages.ts';
import type { Callback } from '../callback/state.ts';
import type { CapWarning } from '../effect.ts';
import { burstTitle, type FoldedNotice, foldedBody } from './folded-body.ts';
import { missedCallBody, missedCallSubject } from './missed-call-body.ts';
import { oneLine, shorten } from './one-line.ts';
import { smsSize } from './sms-segments.ts';
import { inEachLanguage, messageWords } from './translate.ts';
import type { MessageWords } from './words.ts';

export type MessageBodies = ReturnType<typeof createMessageBodies>;

function createMessageBodies(words: MessageWords) {
  return {
    /** To the visitor. `host` is the page's, without scheme; `undefined` turns off autofill of the code. */
    code: (code: { business: string; digits: string; host: string | undefined }) => codeBody(words, code),
    /** To the business. `askedAt` is the time of the request, written for the business. */
    missedCall: (callback: Callback, askedAt: string, link?: string) =>
      missedCallBody(words, callback, { askedAt, link }),
    /** To the business, about several callbacks. */
    folded: (notice: FoldedNotice) => foldedBody(words, notice),
    burstTitle: (callbacks: readonly Callback[]) => burstTitle(words, callbacks),
    /** Begins a reminder of callbacks with which the business has not dealt. */
    nudgeTitle: (count: number) => words.stillOpen(count),
    noticeLinkTitle: words.labels.act,
    callbackListTitle: words.labels.list,
    missedCallSubject: (callback: Callback) => missedCallSubject(words, callback),
    /** Answer to the visitor's WhatsApp message. */
    whatsappReply: (digits: string, host: string) =>
      words.whatsappReply(`${digits.slice(0, 3)} ${digits.slice(3)}`, host),
    whatsappMessage: (business: string, code: string) =>
      words.whatsappMessage(shorten(oneLine(business), 40), code),
    /** To the business; one segment. A caller id that is no number counts as withheld. */
    inboundMissed: (from: string) => words.inboundMissed(/^\+\d{5,15}$/.test(from) ? from : ''),
    /** To a visitor who was missed. */
    missedVisitor: ({ business, url }: { business: string; url: string }) =>
      words.missedVisitor(shorten(oneLine(business), 40), url),
    /** To the business; one segment. */
    testNotice: (business: string) =>
      inOneSegment(business, words.testNotice) ?? words.testNotice(shorten(oneLine(business), 12)),
    /** To the business; one segment. */
    capWarning: (business: string, warning: CapWarning) => capWarningBody(words, business, warning),
  };
}

/** The bodies of all messages that the platform sends, in one language. */
export const messageBodies: (language: Language) => MessageBodies = inEachLanguage((language) =>
  createMessageBodies(messageWords(language)),
);

/** Leaves out a name that does not fit one segment: the share for warnings has one segment for each. */
function capWarningBody(words: MessageWords, business: string, warning: CapWarning): string {
  const named = inOneSegment(business, (name) => words.capWarning(name, warning));
  return named ?? words.capWarning(undefined, warning);
}

/** The sentence with the longest form of the name that fits one segment. */
function inOneSegment(business: string, sentence: (name: string) => string): string | undefined {
  const name = oneLine(business);
  return nameLengths
    .map((length) => sentence(shorten(name, length)))
    .find((text) => smsSize(text).segments === 1);
}

const nameLengths = [60, 40, 30, 20, 12];

/**
 * The SMS with the six digits: one segment unless the host, the business's name or the script are too long for it. Its last line binds
 * the code to the page's host, so that browsers fill it in only there:
 * https://wicg.github.io/sms-one-time-codes/
 */
function codeBody(
  words: MessageWords,
  code: { business: string; digits: string; host: string | undefined },
): string {
  const name = oneLine(code.business);
  const bound = code.host === undefined ? '' : `\n\n@${code.host} #${code.digits}`;
  const sentences = [words.code, words.shortCode].flatMap((sentence) =>
    nameLengths.map((length) => `${sentence(shorten(name, length), code.digits)}${bound}`),
  );
  const fewest = Math.min(...sentences.map((text) => smsSize(text).segments));
  return sentences.find((text) => smsSize(text).segments === fewest) ?? '';
}
