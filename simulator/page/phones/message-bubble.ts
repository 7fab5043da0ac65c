import type { MessageReport } from '../../control/reports.ts';
import { button, make, setText } from '../ui/elements.ts';
import { timeOfDay } from '../ui/format.ts';

/** Exactly six digits, optionally in two groups. */
const codePattern = /(?<!\d[ -]?)\b\d{3} ?\d{3}\b(?![ -]?\d)/;

async function copy(code: HTMLElement, done: (how: string) => void) {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    done('Copied');
  } catch {
    // The browser refused the clipboard: selects the code, so that the user can copy it.
    window.getSelection()?.selectAllChildren(code);
    done('Selected');
  }
}

function bodyOf(text: string): { body: HTMLElement; code?: HTMLElement } {
  const found = codePattern.exec(text);
  if (!found) return { body: make('p', {}, text) };
  const code = make('code', {}, found[0]);
  const after = text.slice(found.index + found[0].length);
  return { body: make('p', {}, text.slice(0, found.index), code, after), code };
}

function copyButton(code: HTMLElement): HTMLButtonElement {
  const words = `Copy ${code.textContent}`;
  const made: HTMLButtonElement = button(words, () => void copy(code, (how) => setText(made, how)), {
    class: 'quiet copy',
  });
  made.addEventListener('blur', () => setText(made, words));
  return made;
}

function deliveryText({ status, errorCode }: MessageReport): string {
  if (status === 'received' || status === 'delivered') return '';
  const why = errorCode === undefined ? '' : ` (${errorCode})`;
  return status === 'undelivered' || status === 'failed' ? ` · not delivered${why}` : ` · ${status}`;
}

/** One message in a thread. A received code gets a button that copies it. */
export function createMessageBubble(message: MessageReport) {
  const isOwn = message.direction === 'inbound';
  const channel = message.to.startsWith('whatsapp:') ? ' · WhatsApp' : '';
  const { body, code } = bodyOf(message.body);
  const foot = make('small');
  const element = make('li', { class: isOwn ? 'own' : 'theirs' }, body, foot);
  if (code && !isOwn) element.append(copyButton(code));
  const show = (now: MessageReport) => {
    element.classList.toggle('lost', deliveryText(now).includes('not delivered'));
    setText(foot, `${isOwn ? 'You, ' : ''}${timeOfDay(now.createdAt)}${channel}${deliveryText(now)}`);
  };
  show(message);
  return { element, show };
}
