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

// Two seconds of two tones, four of silence: https://www.itu.int/rec/T-REC-E.180, the North American ring.
const tonesHz = [440, 480];
const soundsS = 2;
const everyMs = 6_000;
const loudness = 0.05;

function ringOnce(audio: AudioContext): () => void {
  const volume = new GainNode(audio, { gain: loudness });
  volume.connect(audio.destination);
  const tones = tonesHz.map((frequency) => new OscillatorNode(audio, { frequency }));
  for (const tone of tones) {
    tone.connect(volume);
    tone.start();
    tone.stop(audio.currentTime + soundsS);
  }
  return () => volume.disconnect();
}

/** The tone of a ringing phone. Must be played first from a click. */
function createRingTone(): { play: (on: boolean) => void } {
  let audio: AudioContext | null = null;
  let silence: (() => void) | null = null;

  const start = (): (() => void) => {
    audio ??= new AudioContext();
    const playing = audio;
    let stopTone = ringOnce(playing);
    const timer = setInterval(() => {
      stopTone();
      stopTone = ringOnce(playing);
    }, everyMs);
    return () => {
      clearInterval(timer);
      stopTone();
    };
  };

  return {
    play: (on) => {
      if (on === (silence !== null)) return;
      silence?.();
      silence = on ? start() : null;
    },
  };
}
