import type { MessageReport } from '../../control/reports.ts';
import { button, make, setText } from '../ui/elements.ts';
import { timeOfDay } from '../ui/format.ts';

/** Six digits, perhaps in two groups, that are no part of a longer number. */
const codePattern = /(?<!\d[ -]?)\b\d{3} ?\d{3}\b(?![ -]?\d)/;

async function copy(code: HTMLElement, done: (how: string) => void) {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    done('Copied');
  } catch {
    // Without permission the code is marked, so that the keyboard can copy it.
    window.getSelection()?.selectAllChildren(code);
    done('Marked');
  }
}

function bodyOf(text: string): { body: HTMLElement; code: HTMLElement | null } {
  const found = codePattern.exec(text);
  if (!found) return { body: make('p', {}, text), code: null };
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

function fateOf({ status, errorCode }: MessageReport): string {
  if (status === 'received' || status === 'delivered') return '';
  const why = errorCode === undefined ? '' : ` (${errorCode})`;
  return status === 'undelivered' || status === 'failed' ? ` · not delivered${why}` : ` · ${status}`;
}

/** One text in a thread, with its code ready to be copied. */
export function createTextBubble(message: MessageReport) {
  const own = message.direction === 'inbound';
  const channel = message.to.startsWith('whatsapp:') ? ' · WhatsApp' : '';
  const { body, code } = bodyOf(message.body);
  const foot = make('small');
  const element = make('li', { class: own ? 'own' : 'theirs' }, body, foot);
  if (code && !own) element.append(copyButton(code));
  const show = (now: MessageReport) => {
    element.classList.toggle('lost', fateOf(now).includes('not delivered'));
    setText(foot, `${own ? 'You, ' : ''}${timeOfDay(now.createdAt)}${channel}${fateOf(now)}`);
  };
  show(message);
  return { element, show };
}
