import { element } from './elements.ts';

/** Screen readers tell a change, so a sentence that is to be heard twice must go away in between. */
const gap = 100;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Has a sentence read out when the reader comes to rest; a newer one takes its place. */
export function announce(sentence: string): void {
  const region = element('announcer', HTMLElement);
  region.textContent = '';
  clearTimeout(timer);
  timer = setTimeout(() => {
    region.textContent = sentence;
  }, gap);
}
