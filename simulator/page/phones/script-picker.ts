import type { PhoneScript } from '../../phone/scripts.ts';
import { button, make } from '../ui/elements.ts';

/** A select of all scripts. */
export function scriptSelect(id: string, choose: (script: PhoneScript) => void): HTMLSelectElement {
  const options = scriptNames.map((name) => make('option', { value: name }, scriptWords[name]));
  const select = make('select', { id }, ...options);
  select.addEventListener('change', () => {
    const chosen = scriptNames.find((name) => name === select.value);
    if (chosen) choose(chosen);
  });
  return select;
}

/** The select for one phone's script, and a button that stops the script. */
export function createScriptPicker(id: string, play: (script: PhoneScript) => void) {
  const select = scriptSelect(`${id}-script`, play);
  const take = button(
    'Take over',
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

/** What a phone does, in its owner's words. */
const scriptWords: Readonly<Record<PhoneScript, string>> = {
  manual: 'By hand: you decide',
  human: 'Answers, presses 1, talks',
  'slow-human': 'Answers late, presses 1, talks',
  presses: 'Answers and presses its keys',
  voicemail: 'Voicemail answers',
  busy: 'Busy',
  declines: 'Declines',
  'no-answer': 'Rings, no answer',
  'hangs-up-mid-prompt': 'Answers, hangs up at once',
  unreachable: 'Unreachable, texts fail too',
};

const scriptNames = Object.keys(scriptWords) as PhoneScript[];
