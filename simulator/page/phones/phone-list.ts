import type { PhoneSnapshot, Snapshot } from '../../control/snapshot.ts';
import type { SimulatorClient } from '../simulator-client.ts';
import type { Sound } from '../ui/sound.ts';
import { stageOf } from './call-words.ts';
import { createPhoneCard, type PhoneCard, phoneTitle } from './phone-card.ts';
import { phoneChanges } from './phone-changes.ts';

type Known = { card: PhoneCard; phone: PhoneSnapshot | null };

function isRinging({ calls }: PhoneSnapshot): boolean {
  return calls.some((call) => stageOf(call) === 'ringing');
}

/** All phones as cards, in the desk's order; tells and sounds what happens at them. */
export function createPhoneList({
  place,
  client,
  sound,
  changed,
  announce,
  ringing,
}: {
  place: HTMLElement;
  client: SimulatorClient;
  sound: Sound;
  changed: () => void;
  announce: (text: string, urgently: boolean) => void;
  /** Whether any phone rings now. */
  ringing: (rings: boolean) => void;
}) {
  const known = new Map<string, Known>();
  let made = 0;

  const meet = (phone: PhoneSnapshot): Known => {
    made += 1;
    const card = createPhoneCard({ id: `phone-${made}`, first: phone, client, changed });
    const one = { card, phone: null };
    known.set(phone.number, one);
    return one;
  };

  const tell = (before: PhoneSnapshot | null, now: PhoneSnapshot) => {
    const news = phoneChanges(before, now);
    if (news.rings) announce(`${phoneTitle(now)} rings. ${news.rings}.`, true);
    if (news.ended) announce(`${phoneTitle(now)}: ${news.ended}.`, false);
    if (news.fellSilent) sound.hush();
    for (const text of news.heard) sound.speak(text);
  };

  const show = ({ phones, numbers }: Snapshot) => {
    for (const [number, { card }] of known) {
      if (phones.some((phone) => phone.number === number)) continue;
      card.element.remove();
      known.delete(number);
    }
    phones.forEach((phone, index) => {
      const one = known.get(phone.number) ?? meet(phone);
      tell(one.phone, phone);
      one.phone = phone;
      one.card.show(phone, numbers[0] ?? '');
      // Only a card in the wrong place is moved: moving one takes the focus away from it.
      const there = place.children[index];
      if (there !== one.card.element) place.insertBefore(one.card.element, there ?? null);
    });
    const rings = phones.some(isRinging);
    sound.ring(rings);
    ringing(rings);
  };

  return {
    show,
    tick: (now: number) => {
      for (const { card } of known.values()) card.tick(now);
    },
  };
}
