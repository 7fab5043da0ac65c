import { type PhoneBehaviour, type PhoneScript, scripts } from './scripts.ts';

export type Phone = { number: string; script: PhoneScript; behaviour: PhoneBehaviour };

export type PhoneDirectory = {
  /** Gives a number a script, with single fields of it replaced. */
  assign(number: string, script: PhoneScript, changes: Partial<PhoneBehaviour>): Phone;
  /** The phone behind a number or SIP address; a number never assigned follows the default script. */
  at(number: string): Phone;
  all(): Phone[];
};

/** The scripted phones of this simulated world. */
export const createPhoneDirectory = ({
  defaultScript,
}: {
  defaultScript: () => PhoneScript;
}): PhoneDirectory => {
  const phones = new Map<string, Phone>();
  return {
    assign: (number, script, changes) => {
      const phone = { number, script, behaviour: { ...scripts[script], ...changes } };
      phones.set(number, phone);
      return phone;
    },
    at: (number) => {
      const script = defaultScript();
      return phones.get(number) ?? { number, script, behaviour: scripts[script] };
    },
    all: () => [...phones.values()],
  };
};
