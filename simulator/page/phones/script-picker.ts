import type { PhoneScript } from '../../phone/scripts.ts';
import { button, make } from '../ui/elements.ts';

/** A list of all scripts that tells which one was chosen. */
export function scriptSelect(id: string, choose: (script: PhoneScript) => void): HTMLSelectElement {
  const options = scriptNames.map((name) => make('option', { value: name }, scriptWords[name]));
  const select = make('select', { id }, ...options);
  select.addEventListener('change', () => {
    const chosen = scriptNames.find((name) => name === select.value);
    if (chosen) choose(chosen);
  });
  return select;
}

/** What one phone does by itself, and the one click that takes it in hand. */
export function createScriptPicker(id: string, play: (script: PhoneScript) => void) {
  const select = scriptSelect(`${id}-script`, play);
  const take = button(
    'Take in hand',
    () => {
      play('manual');
      select.focus();
    },
    { class: 'quiet' },
  );
  const label = make('label', { for: select.id }, 'This phone');
  return {
    element: make('div', { class: 'script' }, label, make('div', { class: 'row' }, select, take)),
    show: (script: PhoneScript) => {
      select.value = script;
      take.hidden = script === 'manual';
    },
  };
}

/** What a phone does, as its owner would put it. */
const scriptWords: Readonly<Record<PhoneScript, string>> = {
  manual: 'By hand: you decide',
  human: 'Answers, presses 1, talks',
  'slow-human': 'Answers late, presses 1, talks',
  presses: 'Answers and presses its keys',
  voicemail: 'Voicemail answers',
  busy: 'Busy',
  declines: 'Declines',
  'no-answer': 'Rings, nobody answers',
  'hangs-up-mid-prompt': 'Answers, hangs up at once',
  unreachable: 'Unreachable, texts fail too',
};

/** Makes a choice between all scripts. */
const scriptNames = Object.keys(scriptWords) as PhoneScript[];
