/** https://help.twilio.com/articles/223134027: default keywords of long codes. */
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
  /** Whether this number may not be texted from that one. */
  has(from: string, to: string): boolean;
  /** Follows a keyword sent by `phone` to `number`. @returns the carrier's answer, or undefined for none */
  obey(keyword: Keyword, phone: string, number: string): string | undefined;
};

/** Who has told which of the account's numbers to stop. */
export function createOptOuts(): OptOuts {
  const pairs = new Set<string>();
  const pair = (from: string, to: string) => `${from} ${to}`;
  return {
    has: (from, to) => pairs.has(pair(from, to)),
    obey: (keyword, phone, number) => {
      const key = pair(number, phone);
      // A second STOP is not answered, nor is a START of somebody who never stopped.
      if (keyword === 'stop' && pairs.has(key)) return undefined;
      if (keyword === 'start' && !pairs.delete(key)) return undefined;
      if (keyword === 'stop') pairs.add(key);
      return answers[keyword];
    },
  };
}
