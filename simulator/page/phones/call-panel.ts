import type { CallSnapshot } from '../../control/snapshot.ts';
import type { PhoneAct } from '../simulator-client.ts';
import { button, make, setText, showText } from '../ui/elements.ts';
import { durationText } from '../ui/format.ts';
import { otherParty, stageOf } from './call-words.ts';

export type CallPanel = {
  element: HTMLElement;
  /** Shows the current call, or nothing without one. */
  show(call: CallSnapshot | undefined, waiting: number): void;
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

/** The upper part of a phone during a call. */
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
  let answeredAt: number | undefined;

  const showStage = (call: CallSnapshot) => {
    const stage = stageOf(call);
    const isRinging = stage === 'ringing';
    const isConnected = stage === 'on-the-line';
    answer.hidden = !isRinging;
    decline.hidden = !isRinging;
    hangUp.hidden = !isConnected && stage !== 'outgoing';
    // Two people who talk need the room for what is said. The computer’s keys still press.
    keypad.hidden = !isConnected || call.talksWith !== undefined;
    said.hidden = !isConnected && call.heard.length === 0;
    element.dataset.stage = stage;
  };

  return {
    element,
    show: (call, others) => {
      element.hidden = call === undefined;
      answeredAt = call?.answeredAt ? Date.parse(call.answeredAt) : undefined;
      if (!call) return captions.show([]);
      setText(who, otherParty(call));
      showText(waiting, others > 0 ? `${others} more calls are waiting.` : '');
      showText(pressed, call.pressed === '' ? '' : `Pressed ${call.pressed}`);
      captions.show(call.heard);
      showStage(call);
    },
    tick: (now) => setText(since, answeredAt === undefined ? '' : durationText(now - answeredAt)),
  };
}

const keypadKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const spoken: Readonly<Record<string, string>> = { '*': 'Star', '#': 'Hash' };

/** The keypad during a call. While the phone has the focus, `phoneKey` maps the computer's keys to it. */
function createKeypad(press: (digit: string) => void): HTMLElement {
  const keys = keypadKeys.map((digit) =>
    button(digit, () => press(digit), { 'aria-label': spoken[digit] ?? digit }),
  );
  return make('div', { class: 'keypad', role: 'group', 'aria-label': 'Keypad' }, ...keys);
}

/** Returns the phone's key for a key of the keyboard; undefined for others and in text fields. */
export function phoneKey(event: KeyboardEvent): string | undefined {
  const isTyping = event.target instanceof Element && event.target.matches('input, select, textarea');
  const isShortcut = event.ctrlKey || event.altKey || event.metaKey;
  return !isTyping && !isShortcut && keypadKeys.includes(event.key) ? event.key : undefined;
}
