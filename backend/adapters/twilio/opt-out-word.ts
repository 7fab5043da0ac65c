const stopWords = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT', 'CANCEL', 'REVOKE', 'OPTOUT']);
const startWords = new Set(['START', 'UNSTOP', 'YES']);

/** A text that consists of nothing but such a word: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out */
export function readOptOutWord(body: string): 'stop' | 'start' | undefined {
  const word = body.trim().toUpperCase();
  if (stopWords.has(word)) return 'stop';
  return startWords.has(word) ? 'start' : undefined;
}
