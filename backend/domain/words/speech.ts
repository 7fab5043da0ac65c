import type { Callback } from '../callback/state.ts';
import { oneLine, shorten } from './one-line.ts';
import { speechEn } from './speech-en.ts';

/** One language's spoken sentences: plain words, no markup. */
export type SpeechWords = {
  /** `about` is empty when the visitor wrote nothing. */
  screening(name: string, about: string): string;
  visitorUnreachable(name: string): string;
  /** Heard when an instruction of ours could not be fetched. */
  apology: string;
  /** Heard by whoever calls the platform's number. */
  inbound(business: string): string;
  recording: string;
  connecting: string;
};

/** What is said in calls: plain sentences, whatever the visitor wrote made short and harmless. */
export type Speech = ReturnType<typeof createSpeech>;

function createSpeech(words: SpeechWords) {
  return {
    /** Who asks and why, and the two keys: what the business hears first. */
    screening: (callback: Callback) =>
      words.screening(spokenName(callback), shorten(oneLine(callback.subject ?? ''), 140)),
    connecting: () => words.connecting,
    /** Where calls are recorded, both must hear of it before they are connected. */
    recordedConnecting: () => `${words.recording} ${words.connecting}`,
    recording: () => words.recording,
    visitorUnreachable: (callback: Callback) => words.visitorUnreachable(spokenName(callback)),
    apology: () => words.apology,
    inboundGreeting: (business: string) => words.inbound(oneLine(business)),
  };
}

export const speech: Speech = createSpeech(speechEn);

function spokenName(callback: Callback): string {
  return shorten(oneLine(callback.visitor.name), 40);
}
