import type { CallbackState } from '../../contract/callback.ts';
import { element } from '../dom/elements.ts';
import { followWords } from '../words/follow.ts';

const steps = [
  'proven',
  'calling-business',
  'business-screening',
  'calling-visitor',
  'bridged',
  'done',
] as const satisfies readonly (keyof typeof followWords.steps)[];

/** Shows the steps of a call. Hidden while there is no call, and after one that failed. */
export function showProgress(state: CallbackState): void {
  const list = element('progress', HTMLOListElement);
  const at = currentIndex(state);
  list.hidden = at === undefined;
  if (at === undefined) return;
  if (list.childElementCount === 0) list.append(...steps.map(createStep));
  steps.forEach((_, index) => {
    const item = list.children[index];
    if (item instanceof HTMLElement) markStep(item, index < at ? 'done' : index === at ? 'current' : 'open');
  });
}

/** Index of the current step. Halfway between two steps, none is current. */
function currentIndex({ status, step }: CallbackState): number | undefined {
  switch (status) {
    case 'verified':
      return 0.5;
    case 'calling':
      return steps.indexOf(step ?? 'calling-business');
    case 'connected':
      return steps.indexOf('bridged');
    case 'completed':
      return steps.length;
    default:
      return undefined;
  }
}

function createStep(step: (typeof steps)[number]): HTMLElement {
  const item = document.createElement('li');
  const mark = document.createElement('span');
  mark.className = 'visually-hidden';
  item.append(followWords.steps[step], mark);
  return item;
}

function markStep(item: HTMLElement, state: 'done' | 'current' | 'open'): void {
  item.dataset.state = state;
  if (state === 'current') item.setAttribute('aria-current', 'step');
  else item.removeAttribute('aria-current');
  const mark = item.lastElementChild;
  if (mark !== null) mark.textContent = ` (${followWords.stepState[state]})`;
}
