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
export function createRingTone(): { play: (on: boolean) => void } {
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
