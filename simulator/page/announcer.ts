import { byId } from './element.ts';

/** Has something read out: urgent news at once, others when the reader comes to rest. */
export function announce(text: string, urgently: boolean): void {
  const region = byId(urgently ? 'urgent-news' : 'news', HTMLElement);
  const line = document.createElement('p');
  line.textContent = text;
  // A new element is read out even when its words are the same as before.
  region.replaceChildren(line);
}
