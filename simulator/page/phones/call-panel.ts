import type { CallSnapshot } from '../../control/snapshot.ts';
import type { PhoneAct } from '../simulator-client.ts';
import { button, make, setText, showText } from '../ui/elements.ts';
import { durationText } from '../ui/format.ts';
import { stageOf, whoIsThere } from './call-words.ts';

export type CallPanel = {
  element: HTMLElement;
  /** Shows the call that the phone is in; null for none. */
  show(call: CallSnapshot | null, waiting: number): void;
  /** @param now simulated time, epoch ms */
  tick(now: number): void;
};

function createCaptions() {
  const list = make('ol');
  const element = make('div', { class: 'captions', role: 'log', 'aria-label': 'What is being said' }, list);
  const show = (heard: string[]) => {
    if (list.childElementCount > heard.length) list.replaceChildren();
    for (const text of heard.slice(list.childElementCount)) list.append(make('li', {}, text));
    element.scrollTop = element.scrollHeight;
  };
  return { element, show };
}

/** The upper part of a phone while it rings or talks. */
export function createCallPanel(act: (act: PhoneAct) => void): CallPanel {
  const who = make('p', { class: 'who' });
  const since = make('p', { class: 'since' });
  const waiting = make('p', { class: 'hint', hidden: true });
  const captions = createCaptions();
  const pressed = make('p', { class: 'pressed', hidden: true });
  const keypad = createKeypad((digits) => act({ action: 'press', digits }));
  const answer = button('Answer', () => act({ action: 'answer' }), { class: 'answer' });
  const decline = button('Decline', () => act({ action: 'decline' }), { class: 'hang-up' });
  const hangUp = button('Hang up', () => act({ action: 'hangup' }), { class: 'hang-up' });
  const keys = make('div', { class: 'call-buttons' }, answer, decline, hangUp);
  const said = make('div', { class: 'said' }, captions.element, pressed);
  const element = make(
    'section',
    { class: 'call', 'aria-label': 'Call', tabindex: -1, hidden: true },
    make('div', { class: 'call-head' }, who, since),
    waiting,
    said,
    keypad,
    keys,
  );
  let answeredAt: number | null = null;

  const showStage = (call: CallSnapshot) => {
    const stage = stageOf(call);
    const rings = stage === 'ringing';
    const talks = stage === 'on-the-line';
    answer.hidden = !rings;
    decline.hidden = !rings;
    hangUp.hidden = !talks && stage !== 'outgoing';
    keypad.hidden = !talks;
    said.hidden = !talks && call.heard.length === 0;
    element.dataset.stage = stage;
  };

  return {
    element,
    show: (call, others) => {
      element.hidden = call === null;
      answeredAt = call?.answeredAt ? Date.parse(call.answeredAt) : null;
      if (!call) return captions.show([]);
      setText(who, whoIsThere(call));
      showText(waiting, others > 0 ? `${others} more calls wait at this phone.` : '');
      showText(pressed, call.pressed === '' ? '' : `Pressed ${call.pressed}`);
      captions.show(call.heard);
      showStage(call);
    },
    tick: (now) => setText(since, answeredAt === null ? '' : durationText(now - answeredAt)),
  };
}

const keypadKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const spoken: Readonly<Record<string, string>> = { '*': 'Star', '#': 'Hash' };

/** The keys of a phone on the line; the computer's own keys do the same while focus is on the phone. */
function createKeypad(press: (digit: string) => void): HTMLElement {
  const keys = keypadKeys.map((digit) =>
    button(digit, () => press(digit), { 'aria-label': spoken[digit] ?? digit }),
  );
  return make('div', { class: 'keypad', role: 'group', 'aria-label': 'Keypad' }, ...keys);
}

/** The key of a phone that a key of the keyboard means; null for all others and while somebody writes. */
export function phoneKey(event: KeyboardEvent): string | null {
  const writes = event.target instanceof Element && event.target.matches('input, select, textarea');
  const chord = event.ctrlKey || event.altKey || event.metaKey;
  return !writes && !chord && keypadKeys.includes(event.key) ? event.key : null;
}
