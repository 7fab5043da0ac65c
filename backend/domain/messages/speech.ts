import type { Callback } from '../callback/state.ts';
import { speechEn } from './english.ts';
import { oneLine, shorten } from './one-line.ts';
import type { SpeechWords } from './words.ts';

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
