import type { Clock } from '../time/clock.ts';
import { type PhoneBehaviour, type PhoneScript, scripts } from './scripts.ts';

export type Phone = {
  number: string;
  script: PhoneScript;
  behaviour: PhoneBehaviour;
  /** When it was first given a script, epoch ms; 0 for a number that never was. */
  since: number;
};

export type PhoneDirectory = {
  /** Gives a number a script, with single fields of it replaced. */
  assign(number: string, script: PhoneScript, changes: Partial<PhoneBehaviour>): Phone;
  /** The phone behind a number or SIP address; a number never assigned follows the default script. */
  at(number: string): Phone;
  all(): Phone[];
  /** Gives a number a name, for people to know it by. */
  name(number: string, name: string): void;
  /** Those given, by number. */
  names(): ReadonlyMap<string, string>;
};

/** The scripted phones of this simulated simulator. */
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
