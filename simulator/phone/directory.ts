import type { Clock } from '../time/clock.ts';
import { type PhoneBehaviour, type PhoneScript, scripts } from './scripts.ts';

export type Phone = {
  number: string;
  script: PhoneScript;
  behaviour: PhoneBehaviour;
  /** Time of its first script, epoch milliseconds; 0 without one. */
  since: number;
};

export type PhoneDirectory = {
  /** Assigns a script to a number, with some of its fields replaced. */
  assign(number: string, script: PhoneScript, changes: Partial<PhoneBehaviour>): Phone;
  /** Returns the phone at a number or SIP address. Without a script of its own it follows the default script. */
  at(number: string): Phone;
  all(): Phone[];
  /** Sets the display name of a number. */
  name(number: string, name: string): void;
  /** Display names by number. */
  names(): ReadonlyMap<string, string>;
};

/** Keeps the phones and their scripts. */
export function createPhoneDirectory({
  clock,
  names: given,
  defaultScript,
}: {
  clock: Pick<Clock, 'now'>;
  names: ReadonlyMap<string, string>;
  defaultScript: () => PhoneScript;
}): PhoneDirectory {
  const phones = new Map<string, Phone>();
  const names = new Map(given);
  return {
    assign: (number, script, changes) => {
      const since = phones.get(number)?.since ?? clock.now();
      const phone = { number, script, behaviour: { ...scripts[script], ...changes }, since };
      phones.set(number, phone);
      return phone;
    },
    at: (number) => {
      const script = defaultScript();
      return phones.get(number) ?? { number, script, behaviour: scripts[script], since: 0 };
    },
    all: () => [...phones.values()],
    name: (number, name) => void names.set(number, name),
    names: () => names,
  };
}
