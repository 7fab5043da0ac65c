import type { CallbackState } from '../../contract/callback.ts';
import { element } from '../dom/elements.ts';

/** How a state looks: its colour, motion and icon. */
type Look = 'waiting' | 'calling' | 'ringing' | 'connected' | 'done' | 'missed' | 'closed' | 'cancelled';

const phone =
  'M11.2 7.5c.7-.4 1.6-.1 2 .6l1.5 2.9c.3.6.2 1.3-.3 1.8l-1.5 1.4c1 2.1 2.7 3.8 4.8 4.8l1.5-1.5c.5-.5 1.2-.6 ' +
  '1.8-.3l2.9 1.5c.7.4 1 1.3.6 2l-1 1.9c-.5.9-1.5 1.4-2.5 1.2C14.2 22.5 9.5 17.8 8.1 11c-.2-1 .3-2 1.2-2.500z';
const tick = 'M8 16.500l5.5 5.500L24 11';

const icons: Record<Look, string> = {
  waiting: 'M16 6.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0-19zM16 11v5.5l3.5 2.5',
  calling: phone,
  ringing: phone,
  connected: tick,
  done: tick,
  missed: 'M16 9v9M16 22.500v.5',
  closed: 'M22.5 18.500A8 8 0 1 1 13.5 9a6.5 6.5 0 0 0 9 9.500z',
  cancelled: 'M10.5 10.500l11 11M21.5 10.500l-11 11',
};

/** Shows the icon of a state, and gives the card its look. */
export function showBadge(state: CallbackState): void {
  const look = lookOf(state);
  element('state', HTMLElement).dataset.look = look;
  element('badge', SVGSVGElement).firstElementChild?.setAttribute('d', icons[look]);
}

function lookOf({ status, step, outcome }: CallbackState): Look {
  switch (status) {
    case 'pending':
    case 'verified':
      return 'waiting';
    case 'calling':
      return step === 'calling-visitor' ? 'ringing' : 'calling';
    case 'connected':
      return 'connected';
    case 'completed':
      return 'done';
    case 'cancelled':
      return 'cancelled';
    default:
      return outcome === 'after-hours-notified' ? 'closed' : 'missed';
  }
}
