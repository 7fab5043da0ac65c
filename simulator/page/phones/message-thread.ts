import type { MessageReport } from '../../control/reports.ts';
import type { WrittenMessage } from '../simulator-client.ts';
import { make, setText } from '../ui/elements.ts';
import { formatPhone } from '../ui/format.ts';
import { createMessageBubble } from './message-bubble.ts';

type Send = (message: WrittenMessage) => Promise<{ ok: boolean }>;

const channelWords: Readonly<Record<WrittenMessage['channel'], string>> = {
  sms: 'Text',
  whatsapp: 'WhatsApp',
};

function channelSelect() {
  const options = Object.entries(channelWords).map(([value, text]) => make('option', { value }, text));
  const select = make('select', { 'aria-label': 'Write by' }, ...options);
  return {
    select,
    chosen: (): WrittenMessage['channel'] => (select.value === 'whatsapp' ? 'whatsapp' : 'sms'),
  };
}

/** The form to write a message. */
function createComposer(id: string, send: Send) {
  const field = make('input', { id: `${id}-text`, autocomplete: 'off', maxlength: 1_600, required: true });
  const label = make('label', { for: field.id });
  const { select, chosen } = channelSelect();
  const line = make('div', { class: 'row' }, field, make('button', { class: 'quiet' }, 'Send'));
  const element = make('form', { class: 'compose' }, make('div', { class: 'row' }, label, select), line);
  let number = '';
  const name = () => setText(label, `${channelWords[chosen()]} ${formatPhone(number)}`);
  select.addEventListener('change', name);
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = field.value.trim();
    if (body !== '' && (await send({ channel: chosen(), body })).ok) field.value = '';
  });
  return {
    element,
    show: (to: string) => {
      number = to;
      name();
    },
  };
}

/** The messages of one phone, newest at the bottom, and the form to write one. */
export function createMessageThread({ id, send }: { id: string; send: Send }) {
  const bubbles = new Map<string, ReturnType<typeof createMessageBubble>>();
  const none = make('p', { class: 'hint' }, 'No texts yet.');
  const list = make('ol');
  const thread = make(
    'div',
    { class: 'thread', role: 'log', tabindex: 0, 'aria-label': 'Texts' },
    none,
    list,
  );
  const composer = createComposer(id, send);

  const add = (message: MessageReport) => {
    const bubble = createMessageBubble(message);
    bubbles.set(message.sid, bubble);
    list.append(bubble.element);
    thread.scrollTop = thread.scrollHeight;
  };
  const forgetAllBut = (messages: MessageReport[]) => {
    const kept = new Set(messages.map(({ sid }) => sid));
    for (const [sid, { element }] of bubbles) {
      if (kept.has(sid)) continue;
      element.remove();
      bubbles.delete(sid);
    }
  };

  return {
    element: make('section', { class: 'texts', 'aria-label': 'Texts' }, thread, composer.element),
    show: (messages: MessageReport[], to: string) => {
      composer.show(to);
      none.hidden = messages.length > 0;
      forgetAllBut(messages);
      for (const message of messages) {
        const bubble = bubbles.get(message.sid);
        if (bubble) bubble.show(message);
        else add(message);
      }
    },
  };
}
