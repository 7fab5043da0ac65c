export type Sound = {
  /** Off at first: browsers allow sound only after a click. */
  isOn(): boolean;
  toggle(): void;
  /** Starts or stops the ring tone. */
  ring(isRinging: boolean): void;
  /** Speaks a text, if the browser can. */
  speak(text: string): void;
  /** Stops speaking. */
  stopSpeaking(): void;
};

/** The ring tone and the voice of the phones. */
export function createSound(): Sound {
  const tone = createRingTone();
  const speech = 'speechSynthesis' in window ? window.speechSynthesis : undefined;
  let isOn = false;
  let isRinging = false;
  const updateTone = () => tone.play(isOn && isRinging);
  return {
    isOn: () => isOn,
    toggle: () => {
      isOn = !isOn;
      if (!isOn) speech?.cancel();
      updateTone();
    },
    ring: (ringing) => {
      isRinging = ringing;
      updateTone();
    },
    speak: (text) => {
      if (isOn) speech?.speak(new SpeechSynthesisUtterance(text));
    },
    stopSpeaking: () => speech?.cancel(),
  };
}

// The North American ring: two tones for two seconds, then four seconds of silence.
// https://www.itu.int/rec/T-REC-E.180
const tonesHz = [440, 480];
const toneSeconds = 2;
const periodMs = 6_000;
const loudness = 0.05;

function ringOnce(audio: AudioContext): () => void {
  const volume = new GainNode(audio, { gain: loudness });
  volume.connect(audio.destination);
  const tones = tonesHz.map((frequency) => new OscillatorNode(audio, { frequency }));
  for (const tone of tones) {
    tone.connect(volume);
    tone.start();
    tone.stop(audio.currentTime + toneSeconds);
  }
  return () => volume.disconnect();
}

/** Browsers allow the first `play` only in the handler of a click. */
function createRingTone(): { play: (on: boolean) => void } {
  let audio: AudioContext | undefined;
  let stop: (() => void) | undefined;

  const start = (): (() => void) => {
    audio ??= new AudioContext();
    const playing = audio;
    let stopTone = ringOnce(playing);
    const timer = setInterval(() => {
      stopTone();
      stopTone = ringOnce(playing);
    }, periodMs);
    return () => {
      clearInterval(timer);
      stopTone();
    };
  };

  return {
    play: (on) => {
      if (on === (stop !== undefined)) return;
      stop?.();
      stop = on ? start() : undefined;
    },
  };
}
