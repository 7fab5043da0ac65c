import type { Fault } from '../../faults.ts';
import { button, make, setText } from '../ui/elements.ts';
import { faultWords } from './fault-words.ts';

function lineOf({ kind, resource, method, webhook, struck, times }: Fault): string {
  const where = [method, resource, webhook].filter((part) => part !== undefined).join(' ');
  return `${faultWords[kind] ?? kind}${where === '' ? '' : ` (${where})`}: struck ${struck} of ${times}`;
}

/** The faults that are set, and how often each has occurred. */
export function createFaultList(clear: () => void) {
  const list = make('ul', { class: 'faults' });
  const none = make('p', { class: 'hint' }, 'No fault is set. Everything works.');
  const all = button('Clear all faults', clear, { class: 'quiet' });
  return {
    element: make('div', {}, none, list, all),
    show: (faults: Fault[]) => {
      none.hidden = faults.length > 0;
      all.hidden = faults.length === 0;
      while (list.childElementCount > faults.length) list.lastElementChild?.remove();
      while (list.childElementCount < faults.length) list.append(make('li'));
      faults.forEach((fault, index) => {
        const item = list.children[index];
        if (!(item instanceof HTMLElement)) return;
        setText(item, lineOf(fault));
        item.classList.toggle('over', fault.left === 0);
      });
    },
  };
}
