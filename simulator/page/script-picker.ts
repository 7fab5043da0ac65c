import type { PhoneScript } from '../phone/scripts.ts';
import { button, make } from './element.ts';
import { scriptNames, scriptWords } from './script-words.ts';

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
