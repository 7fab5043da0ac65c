import type { CallbackState } from '../../contract/callback.ts';
import { element } from '../dom/elements.ts';
import { followWords } from '../words/page.ts';

const steps = [
  'proven',
  'calling-business',
  'business-screening',
  'calling-visitor',
  'bridged',
] as const satisfies readonly (keyof typeof followWords.steps)[];

type Step = (typeof steps)[number];

/** Shows the steps of a call. Hidden while there is no call, and after one that failed. */
export function showProgress(state: CallbackState): void {
  const list = element('progress', HTMLOListElement);
  const at = currentIndex(state);
  list.hidden = at === undefined;
  if (at === undefined) return;
  if (list.childElementCount === 0) list.append(...steps.map(createStep));
  steps.forEach((step, index) => {
    const item = list.children[index];
    if (item instanceof HTMLElement)
      markStep(item, step, index < at ? 'done' : index === at ? 'current' : 'open');
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

function createStep(): HTMLElement {
  const item = document.createElement('li');
  const mark = document.createElement('span');
  mark.className = 'visually-hidden';
  item.append(document.createElement('span'), mark);
  return item;
}

function markStep(item: HTMLElement, step: Step, state: keyof typeof followWords.stepState): void {
  item.dataset.state = state;
  if (state === 'current') item.setAttribute('aria-current', 'step');
  else item.removeAttribute('aria-current');
  const [label, mark] = item.children;
  if (label !== undefined) label.textContent = followWords.steps[step][state];
  if (mark !== undefined) mark.textContent = ` (${followWords.stepState[state]})`;
}
