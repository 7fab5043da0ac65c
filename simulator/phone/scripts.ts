export type PhoneScript =
  | 'human'
  | 'slow-human'
  | 'voicemail'
  | 'busy'
  | 'declines'
  | 'presses'
  | 'no-answer'
  | 'hangs-up-mid-prompt'
  | 'unreachable'
  | 'manual';

type TextResult = 'delivered' | 'undelivered' | 'failed';

/** How a phone behaves; a script is one filling of this, and every field can be set alone. Times in ms. */
export type PhoneBehaviour = {
  pickup: 'answers' | 'busy' | 'declines' | 'never' | 'unreachable' | 'manual';
  /** From the carrier's dialling until it rings, or until the network says busy or unreachable. */
  ringsAfterMs: number;
  /** Ringing time before it is picked up or declined. */
  answersAfterMs: number;
  /** What machine detection finds. */
  isMachine: boolean;
  /** A machine's greeting. */
  greetingMs: number;
  /** Keys pressed at a Gather; undefined presses none. */
  presses?: string | undefined;
  /** Time between the end of a prompt and the first key. */
  pressesAfterMs: number;
  /** Time on the line after being answered before it hangs up by itself; undefined never. */
  hangsUpAfterMs?: number | undefined;
  /** Talk once bridged before it hangs up; undefined waits for the other. */
  talksMs?: number | undefined;
  /** What becomes of a text. */
  texts: TextResult;
  textErrorCode?: number | undefined;
};

const human: PhoneBehaviour = {
  pickup: 'answers',
  ringsAfterMs: 500,
  answersAfterMs: 2_000,
  isMachine: false,
  greetingMs: 1_000,
  presses: '1',
  pressesAfterMs: 1_000,
  talksMs: 20_000,
  texts: 'delivered',
};

export const scripts: Readonly<Record<PhoneScript, PhoneBehaviour>> = {
  human,
  'slow-human': { ...human, answersAfterMs: 15_000, pressesAfterMs: 4_000 },
  voicemail: {
    ...human,
    answersAfterMs: 22_000,
    isMachine: true,
    greetingMs: 8_000,
    presses: undefined,
    talksMs: 30_000,
    hangsUpAfterMs: 120_000,
  },
  busy: { ...human, pickup: 'busy' },
  declines: { ...human, pickup: 'declines', answersAfterMs: 4_000 },
  presses: human,
  'no-answer': { ...human, pickup: 'never' },
  'hangs-up-mid-prompt': { ...human, presses: undefined, hangsUpAfterMs: 1_500 },
  unreachable: { ...human, pickup: 'unreachable', texts: 'undelivered', textErrorCode: 30003 },
  manual: { ...human, pickup: 'manual', presses: undefined, talksMs: undefined },
};
