import type { SayAttributes } from 'twilio/lib/twiml/VoiceResponse.js';
import type { Language } from '../../../../languages/languages.ts';

/**
 * Twilio's name of each language, and a standard voice for it: https://www.twilio.com/docs/voice/twiml/say/text-speech
 * A voice speaks one language; with another, the account's own voice would read it aloud letter by letter.
 */
export const voices: Readonly<Record<Language, Required<Pick<SayAttributes, 'language' | 'voice'>>>> = {
  en: { language: 'en-US', voice: 'Polly.Joanna' },
  es: { language: 'es-ES', voice: 'Polly.Lucia' },
  fr: { language: 'fr-FR', voice: 'Polly.Lea' },
  de: { language: 'de-DE', voice: 'Polly.Vicki' },
  it: { language: 'it-IT', voice: 'Polly.Bianca' },
  'pt-BR': { language: 'pt-BR', voice: 'Polly.Camila' },
  nl: { language: 'nl-NL', voice: 'Polly.Lotte' },
  pl: { language: 'pl-PL', voice: 'Polly.Ewa' },
  tr: { language: 'tr-TR', voice: 'Polly.Filiz' },
  ar: { language: 'arb', voice: 'Polly.Zeina' },
  hi: { language: 'hi-IN', voice: 'Polly.Aditi' },
  'zh-Hans': { language: 'cmn-CN', voice: 'Polly.Zhiyu' },
};
