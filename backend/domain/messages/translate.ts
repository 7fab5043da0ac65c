import { wordsIn } from '../../../languages/catalogue.ts';
import { fill } from '../../../languages/fill.ts';
import { defaultLanguage, type Language, languageCodes } from '../../../languages/languages.ts';
import { duration, fillCount } from '../../../languages/plural.ts';
import type { Callback } from '../callback/state.ts';
import type { Site } from '../site/site.ts';
import type { MessageWords, SpeechWords, StatusWords } from './words.ts';

/** What the business reads and hears. */
export function businessLanguage({ language }: Pick<Site, 'language'>): Language {
  return language ?? defaultLanguage;
}

/** What the visitor reads and hears: the language of the request, else the business's. */
export function visitorLanguage(
  { language }: Pick<Callback, 'language'>,
  site: Pick<Site, 'language'>,
): Language {
  return language ?? businessLanguage(site);
}

/** Returns the result of `create` for a language. `create` runs once for each language. */
export function inEachLanguage<T>(create: (language: Language) => T): (language: Language) => T {
  const made = new Map(languageCodes.map((language) => [language, create(language)]));
  return (language) => made.get(language) ?? create(language);
}

export const messageWords = inEachLanguage((language): MessageWords => {
  const { texts } = wordsIn(language);
  const { caps, labels, reasons } = texts;
  return {
    code: (business, code) => fill(texts.code, { business, code }),
    shortCode: (business, code) => fill(texts.shortCode, { business, code }),
    whatsappReply: (code, host) => fill(texts.whatsappReply, { code, host }),
    whatsappMessage: (business, code) => fill(texts.whatsappMessage, { business, code }),
    capWarning: (business, { cap, percent }) => {
      const [unnamed, named] =
        percent === 100 ? [texts.capReached, texts.capReachedNamed] : [texts.capNear, texts.capNearNamed];
      const values = { cap: caps[cap], percent: `${percent}%` };
      return business === undefined ? fill(unnamed, values) : fill(named, { ...values, business });
    },
    testNotice: (business) => fill(texts.testNotice, { business }),
    missedVisitor: (business, url) => fill(texts.missedVisitor, { business, url }),
    inboundMissed: (phone) =>
      phone === '' ? texts.inboundMissedWithheld : fill(texts.inboundMissed, { phone }),
    missedMany: (count, minutes) =>
      fillCount(texts.missedMany, count, language, { time: roughly(minutes, language) }),
    stillOpen: (count) => fillCount(texts.stillOpen, count, language),
    andMore: (count) => fillCount(texts.andMore, count, language),
    missedTitle: (reference) => fill(texts.missedTitle, { reference }),
    closedTitle: (reference) => fill(texts.closedTitle, { reference }),
    labels,
    reasons,
  };
});

function roughly(minutes: number, language: Language): string {
  return minutes >= 120
    ? duration(Math.ceil(minutes / 60), 'hour', language)
    : duration(minutes, 'minute', language);
}

export function statusWords(language: Language): StatusWords {
  return wordsIn(language).status;
}

export const speechWords = inEachLanguage((language): SpeechWords => {
  const { speech } = wordsIn(language);
  return {
    ...speech,
    screening: (name, about) =>
      about === '' ? fill(speech.screening, { name }) : fill(speech.screeningAbout, { name, about }),
    visitorUnreachable: (name) => fill(speech.visitorUnreachable, { name }),
    inbound: (business) => fill(speech.inbound, { business }),
    inboundConnecting: (business) => fill(speech.inboundConnecting, { business }),
    inboundWhisper: (digits) =>
      digits === '' ? speech.inboundWhisperWithheld : fill(speech.inboundWhisper, { digits }),
    visitorScreening: (business) => fill(speech.visitorScreening, { business }),
    codeOffer: (business) => fill(speech.codeOffer, { business }),
  };
});
