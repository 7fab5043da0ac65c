/** Default keywords of long codes: https://help.twilio.com/articles/223134027 */
const stopWords = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT', 'CANCEL', 'REVOKE', 'OPTOUT'];
const startWords = ['START', 'YES', 'UNSTOP'];
const helpWords = ['HELP', 'INFO'];

export type Keyword = 'stop' | 'start' | 'help';

const answers: Readonly<Record<Keyword, string>> = {
  stop: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  start:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe.',
  help: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
};

export function keywordOf(body: string): Keyword | undefined {
  const word = body.trim().toUpperCase();
  if (stopWords.includes(word)) return 'stop';
  if (startWords.includes(word)) return 'start';
  return helpWords.includes(word) ? 'help' : undefined;
}

export type OptOuts = {
  /** Whether `to` has opted out of messages from `from`. */
  has(from: string, to: string): boolean;
  /** Applies a keyword sent by `phone` to `number`. Returns the carrier's answer, if it gives one. */
  apply(keyword: Keyword, phone: string, number: string): string | undefined;
};

/** Keeps which phone has opted out of messages from which number. */
export function createOptOuts(): OptOuts {
  const pairs = new Set<string>();
  const pair = (from: string, to: string) => `${from} ${to}`;
  return {
    has: (from, to) => pairs.has(pair(from, to)),
    apply: (keyword, phone, number) => {
      const key = pair(number, phone);
      // The carrier does not answer a second STOP, nor a START without a STOP before.
      if (keyword === 'stop' && pairs.has(key)) return undefined;
      if (keyword === 'start' && !pairs.delete(key)) return undefined;
      if (keyword === 'stop') pairs.add(key);
      return answers[keyword];
    },
  };
}
