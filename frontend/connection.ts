import { debug } from './debug.ts';
import { element, showText } from './elements.ts';
import { words } from './words/live.ts';

export type Connection = 'connecting' | 'ready' | 'unreachable';

/** The dot with a word at the top of the page. */
export function showConnection(state: Connection): void {
  const place = element('connection', HTMLElement);
  if (place.dataset.state === state) return;
  debug('connection', { state });
  place.dataset.state = state;
  showText(element('connection-words', HTMLElement), words.connection[state]);
}
