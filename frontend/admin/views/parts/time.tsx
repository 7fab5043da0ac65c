import { slowNow, zone } from '../../state/clock.ts';
import { absoluteTime, relativeTime, shortTime } from '../../words/time.ts';

/** A time as its distance from now; the absolute one, in the zone of the business, is its tooltip. */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={absoluteTime(at, zone.value)}>
      {relativeTime(Date.parse(at), slowNow.value)}
    </time>
  );
}

/** A date and time in the zone of the business. */
export function At({ at }: { at: string }) {
  return (
    <time dateTime={at} title={absoluteTime(at, zone.value)}>
      {shortTime(at, zone.value)}
    </time>
  );
}
