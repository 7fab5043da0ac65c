import { createRingTone } from './ring-tone.ts';

export type Sound = {
  /** Whether somebody asked for sound; browsers allow none before a click. */
  isOn(): boolean;
  toggle(): void;
  /** Rings while any phone does. */
  ring(ringing: boolean): void;
  /** Has a phone's voice say something, where the browser can speak. */
  speak(text: string): void;
  /** Ends what is being said. */
  hush(): void;
};

/** What the phones let one hear. */
export function createSound(): Sound {
  const tone = createRingTone();
  const speech = 'speechSynthesis' in window ? window.speechSynthesis : null;
  let isOn = false;
  let rings = false;
  const settle = () => tone.play(isOn && rings);
  return {
    isOn: () => isOn,
    toggle: () => {
      isOn = !isOn;
      if (!isOn) speech?.cancel();
      settle();
    },
    ring: (ringing) => {
      rings = ringing;
      settle();
    },
    speak: (text) => {
      if (isOn) speech?.speak(new SpeechSynthesisUtterance(text));
    },
    hush: () => speech?.cancel(),
  };
}
