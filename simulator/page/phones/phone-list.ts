import type { PhoneSnapshot, Snapshot } from '../../control/snapshot.ts';
import type { SimulatorClient } from '../simulator-client.ts';
import type { Sound } from '../ui/sound.ts';
import { stageOf } from './call-words.ts';
import { createPhoneCard, type PhoneCard, phoneTitle } from './phone-card.ts';
import { phoneChanges } from './phone-changes.ts';

type Known = { card: PhoneCard; phone: PhoneSnapshot | undefined };

function isRinging({ calls }: PhoneSnapshot): boolean {
  return calls.some((call) => stageOf(call) === 'ringing');
}

/** All phones as cards, in the order of the snapshot. Announces and sounds what happens at them. */
export function createPhoneList({
  place,
  client,
  sound,
  onChanged,
  announce,
  onRinging,
}: {
  place: HTMLElement;
  client: SimulatorClient;
  sound: Sound;
  onChanged: () => void;
  announce: (text: string, isUrgent: boolean) => void;
  /** Reports whether any phone rings. */
  onRinging: (isRinging: boolean) => void;
}) {
  const known = new Map<string, Known>();
  let count = 0;

  const addCard = (phone: PhoneSnapshot): Known => {
    count += 1;
    const card = createPhoneCard({ id: `phone-${count}`, first: phone, client, onChanged });
    const added: Known = { card, phone: undefined };
    known.set(phone.number, added);
    return added;
  };

  const announceChanges = (before: PhoneSnapshot | undefined, now: PhoneSnapshot) => {
    const { rings, ended, isSilenced, heard } = phoneChanges(before, now);
    if (rings) announce(`${phoneTitle(now)} rings. ${rings}.`, true);
    if (ended) announce(`${phoneTitle(now)}: ${ended}.`, false);
    if (isSilenced) sound.stopSpeaking();
    for (const text of heard) sound.speak(text);
  };

  const show = ({ phones, numbers }: Snapshot) => {
    for (const [number, { card }] of known) {
      if (phones.some((phone) => phone.number === number)) continue;
      card.element.remove();
      known.delete(number);
    }
    phones.forEach((phone, index) => {
      const one = known.get(phone.number) ?? addCard(phone);
      announceChanges(one.phone, phone);
      one.phone = phone;
      one.card.show(phone, numbers[0] ?? '');
      // Moves a card only if it is in the wrong place: moving takes the focus away.
      const there = place.children[index];
      if (there !== one.card.element) place.insertBefore(one.card.element, there ?? null);
    });
    const anyRings = phones.some(isRinging);
    sound.ring(anyRings);
    onRinging(anyRings);
  };

  return {
    show,
    tick: (now: number) => {
      for (const { card } of known.values()) card.tick(now);
    },
  };
}
