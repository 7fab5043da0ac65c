import { signal } from '@preact/signals';

const narrow = matchMedia('(max-width: 52rem)');

/** Whether requests are shown as cards, because a table does not fit. */
export const isNarrow = signal(narrow.matches);

narrow.addEventListener('change', ({ matches }) => {
  isNarrow.value = matches;
});
