// Two seconds of two tones, four of silence: https://www.itu.int/rec/T-REC-E.180, the North American ring.
const TONES_HZ = [440, 480];
const SOUNDS_S = 2;
const EVERY_MS = 6_000;
const LOUDNESS = 0.05;

const ringOnce = (audio: AudioContext): (() => void) => {
  const volume = new GainNode(audio, { gain: LOUDNESS });
  volume.connect(audio.destination);
  const tones = TONES_HZ.map((frequency) => new OscillatorNode(audio, { frequency }));
  for (const tone of tones) {
    tone.connect(volume);
    tone.start();
    tone.stop(audio.currentTime + SOUNDS_S);
  }
  return () => volume.disconnect();
};

/** The tone of a ringing phone. Must be played first from a click. */
export const createRingTone = (): { play: (on: boolean) => void } => {
  let audio: AudioContext | null = null;
  let silence: (() => void) | null = null;

  const start = (): (() => void) => {
    audio ??= new AudioContext();
    const playing = audio;
    let stopTone = ringOnce(playing);
    const timer = setInterval(() => {
      stopTone();
      stopTone = ringOnce(playing);
    }, EVERY_MS);
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
};
