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

type DeliveryStatus = 'delivered' | 'undelivered' | 'failed';

/** How a phone behaves. A script sets all fields; the control API can replace single ones. */
export type PhoneBehaviour = {
  pickup: 'answers' | 'busy' | 'declines' | 'never' | 'unreachable' | 'manual';
  /** Time from dialling until the phone rings, or until the network reports busy or unreachable. */
  ringsAfterMs: number;
  /** Time from ringing until the phone answers or declines. */
  answersAfterMs: number;
  /** Whether machine detection finds a machine. */
  isMachine: boolean;
  /** Length of a machine's greeting. */
  greetingMs: number;
  /** Keys to press at a <Gather>; none when absent. */
  presses?: string | undefined;
  /** Time from the end of a prompt to the first key. */
  pressesAfterMs: number;
  /** Time from the answer until the phone hangs up; never when absent. */
  hangsUpAfterMs?: number | undefined;
  /** Time from the connection with the other phone until this one hangs up; never when absent. */
  talksMs?: number | undefined;
  /** Final status of a message to this phone. */
  texts: DeliveryStatus;
  /** Twilio's error code of an undelivered or failed message. */
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
