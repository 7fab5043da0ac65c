import type { CallbackRow } from '../../../contract/operator/callbacks.ts';
import { settings } from '../state/settings.ts';

const alarmed = new Set<string>();
const alarmMs = 1_500;

/** Tells of a missed call in the way that the operator chose. One tab of the browser does it for all. */
export function raiseAlarm(row: CallbackRow): void {
  if (!row.needs_you || alarmed.has(row.request_id)) return;
  alarmed.add(row.request_id);
  const { sound, notifications } = settings.value;
  if (!sound && !notifications) return;
  void navigator.locks.request('dashboard-alarm', { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    if (sound) playTwoTones();
    if (notifications) notify(row);
    await new Promise((resolve) => setTimeout(resolve, alarmMs));
  });
}

/** Requests that needed the operator before are not news. */
export function knowAlready(rows: readonly CallbackRow[]): void {
  for (const { needs_you, request_id } of rows) if (needs_you) alarmed.add(request_id);
}

/** Screens lock with notices on them, so a notice names no person. */
function notify({ reference, request_id: tag }: CallbackRow): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  new Notification('A call was missed', { body: `Request ${reference} needs you.`, tag });
}

export async function allowNotifications(): Promise<boolean> {
  if (typeof Notification === 'undefined') return false;
  return (await Notification.requestPermission()) === 'granted';
}

export function playTwoTones(): void {
  const audio = new AudioContext();
  for (const [index, hertz] of [660, 880].entries()) {
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    const at = audio.currentTime + index * 0.2;
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.15, at);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
    tone.connect(loudness).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.3);
  }
  setTimeout(() => void audio.close(), alarmMs);
}
