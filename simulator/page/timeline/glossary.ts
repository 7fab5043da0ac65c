import { make } from '../ui/elements.ts';

const terms: readonly (readonly [term: string, meaning: string])[] = [
  ['API request', 'The application asks the carrier to make a call, send a text or hang up.'],
  ['Webhook', 'The carrier asks the application, or reports to it, by a signed request to its address.'],
  [
    'TwiML',
    'The application’s answer to such a question: a short XML text that says what the call does next, such as <Say>, ' +
      '<Gather> (wait for a key) or <Dial> (connect another phone).',
  ],
  ['SID', 'The carrier’s name for a call (CA…) or a text (SM…).'],
  [
    'What it would cost',
    'A real carrier charges each segment of a text, and each started minute of each phone that answered. A callback ' +
      'has two such phones: the business and the visitor. Webhooks and TwiML are free. Nothing is charged here.',
  ],
];

/** What a real carrier would have charged so far. */
export function chargeWords({ segments, minutes }: { segments: number; minutes: number }): string {
  const count = (number: number, thing: string) => `${number} ${thing}${number === 1 ? '' : 's'}`;
  return `A real carrier would charge ${count(segments, 'text segment')} and ${count(minutes, 'call minute')} so far.`;
}

/** Explains the words of the timeline to people who have not worked with a carrier. */
export function createGlossary(): HTMLElement {
  const list = terms.flatMap(([term, meaning]) => [make('dt', {}, term), make('dd', {}, meaning)]);
  return make(
    'details',
    { class: 'glossary' },
    make('summary', {}, 'What am I looking at?'),
    make('dl', {}, ...list),
  );
}
