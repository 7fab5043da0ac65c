import type { PhoneSnapshot } from '../../control/snapshot.ts';
import type { PhoneAct, SimulatorClient } from '../simulator-client.ts';
import { button, make, setText, showText } from '../ui/elements.ts';
import { formatPhone } from '../ui/format.ts';
import { createCallPanel, phoneKey } from './call-panel.ts';
import { phoneState, stageOf } from './call-words.ts';
import { createMessageThread } from './message-thread.ts';
import { createPhoneActions } from './phone-actions.ts';
import { createScriptPicker } from './script-picker.ts';

export type PhoneCard = {
  element: HTMLElement;
  /** @param account number of the account, which this phone calls and texts */
  show(phone: PhoneSnapshot, account: string): void;
  /** @param now simulated time, epoch ms */
  tick(now: number): void;
};

/** Name of a phone, or its number. */
export function phoneTitle({ name, number }: Pick<PhoneSnapshot, 'name' | 'number'>): string {
  return name ?? formatPhone(number);
}

/** One phone: its name, call, messages and script. */
export function createPhoneCard({
  id,
  first,
  client,
  onChanged,
}: {
  id: string;
  first: PhoneSnapshot;
  client: SimulatorClient;
  /** An action made a change that is not in the timeline. */
  onChanged: () => void;
}): PhoneCard {
  let phone = first;
  let account = '';
  const title = make('h3', { id: `${id}-title` }, phoneTitle(first));
  const number = make('p', { class: 'number' }, first.name === undefined ? '' : formatPhone(first.number));
  const state = make('p', { class: 'state' });
  const trouble = make('p', { class: 'trouble', role: 'status', hidden: true });
  const showResult = (detail: string) => {
    showText(trouble, detail);
    onChanged();
  };
  const actions = createPhoneActions({ client, phone: () => phone, onResult: showResult });
  const panel = createCallPanel((act) => {
    void actions.act(act);
    keepFocus(act);
  });
  const thread = createMessageThread({ id, send: (message) => actions.send(account, message) });
  const picker = createScriptPicker(id, (script) => void actions.play(script));
  const call = button('', () => void actions.call(account), { class: 'quiet call-in' });
  const element = make(
    'article',
    { class: 'phone', 'aria-labelledby': title.id, tabindex: -1 },
    make(
      'header',
      {},
      make('span', { class: 'handset', 'aria-hidden': 'true' }),
      make('div', {}, title, number),
    ),
    state,
    panel.element,
    trouble,
    thread.element,
    call,
    picker.element,
  );

  /** The pressed button disappears. Moves the focus to where a second Enter presses nothing. */
  const keepFocus = ({ action }: PhoneAct) => {
    if (action === 'answer') panel.element.focus();
    else if (action !== 'press') element.focus();
  };

  element.addEventListener('keydown', (event) => {
    const digits = phoneKey(event);
    if (digits === undefined || phone.calls.at(-1)?.status !== 'in-progress') return;
    event.preventDefault();
    void actions.act({ action: 'press', digits });
  });

  return {
    element,
    tick: panel.tick,
    show: (now, accountNumber) => {
      phone = now;
      account = accountNumber;
      const current = now.calls.at(-1);
      element.dataset.stage = current ? stageOf(current) : 'quiet';
      setText(state, phoneState(now));
      panel.show(current, now.calls.length - 1);
      thread.show(now.messages, account);
      picker.show(now.script);
      call.hidden = current !== undefined;
      setText(call, `Call ${formatPhone(account)}`);
    },
  };
}
