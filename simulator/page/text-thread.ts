import type { MessageReport } from '../control/reports.ts';
import { make } from './element.ts';
import { createTextBubble } from './text-bubble.ts';
import { writtenNumber } from './written-number.ts';

/** The texts of one phone, newest at the bottom, and the line to write one. */
export const createTextThread = ({
  id,
  send,
}: {
  id: string;
  send: (body: string) => Promise<{ ok: boolean }>;
}) => {
  const bubbles = new Map<string, ReturnType<typeof createTextBubble>>();
  const none = make('p', { class: 'hint' }, 'No texts yet.');
  const list = make('ol');
  const thread = make(
    'div',
    { class: 'thread', role: 'log', tabindex: 0, 'aria-label': 'Texts' },
    none,
    list,
  );
  const field = make('input', { id: `${id}-text`, autocomplete: 'off', maxlength: 1_600, required: true });
  const label = make('label', { for: field.id });
  const form = make('form', { class: 'compose' }, label);
  form.append(make('div', { class: 'row' }, field, make('button', { class: 'quiet' }, 'Send')));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = field.value.trim();
    if (body !== '' && (await send(body)).ok) field.value = '';
  });

  const add = (message: MessageReport) => {
    const bubble = createTextBubble(message);
    bubbles.set(message.sid, bubble);
    list.append(bubble.element);
    thread.scrollTop = thread.scrollHeight;
  };

  return {
    element: make('section', { class: 'texts', 'aria-label': 'Texts' }, thread, form),
    show: (messages: MessageReport[], to: string) => {
      label.textContent = `Text ${writtenNumber(to)}`;
      for (const [sid, { element }] of bubbles) {
        if (messages.some((message) => message.sid === sid)) continue;
        element.remove();
        bubbles.delete(sid);
      }
      for (const message of messages) {
        const bubble = bubbles.get(message.sid);
        if (bubble) bubble.show(message);
        else add(message);
      }
      none.hidden = messages.length > 0;
    },
  };
};
