import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { commands } from '../../flow/commands.ts';
import { goTo } from '../../flow/route.ts';
import { openDetails } from '../../requests/details.ts';
import { list } from '../../requests/list.ts';
import { Modal } from '../parts/modal.tsx';

type Choice = { label: string; hint: string; run: () => void };
const maxRequests = 5;

/** Finds commands, and requests of the shown page, by what the operator types. */
export function Palette({ onClose }: { onClose: () => void }) {
  const text = useSignal('');
  const at = useSignal(0);
  const field = useRef<HTMLInputElement>(null);
  const choices = useComputed(() => findChoices(text.value));
  useEffect(() => field.current?.focus(), []);
  const chosen = Math.min(at.value, choices.value.length - 1);

  function run(choice: Choice | undefined): void {
    if (choice === undefined) return;
    onClose();
    // The dialog gives the focus back first, so that the command can move it.
    setTimeout(choice.run);
  }

  return (
    <Modal label="Search and commands" class="palette" onClose={onClose}>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="Search or run a command"
        aria-expanded="true"
        aria-controls="choices"
        aria-activedescendant={chosen >= 0 ? `choice-${chosen}` : undefined}
        placeholder="Type a command, a name or a phone number"
        autocomplete="off"
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={(event) => {
          const { length } = choices.value;
          if (event.key === 'ArrowDown') at.value = (chosen + 1) % Math.max(1, length);
          else if (event.key === 'ArrowUp') at.value = (chosen - 1 + length) % Math.max(1, length);
          else if (event.key === 'Enter') run(choices.value[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <div id="choices" role="listbox" aria-label="Commands">
        {choices.value.map((choice, index) => (
          <div
            key={`${choice.hint} ${choice.label}`}
            id={`choice-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            onClick={() => run(choice)}
            onKeyDown={() => undefined}
          >
            <span>{choice.label}</span>
            <span class="muted">{choice.hint}</span>
          </div>
        ))}
      </div>
    </Modal>
  );
}

function findChoices(typed: string): Choice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (label: string) => words.every((word) => label.toLowerCase().includes(word));
  const requests = typed.trim().length < 2 ? [] : (list.value?.rows ?? []);
  const found = requests
    .filter((row) => fits(`${row.name} ${row.phone} ${row.phone_formatted} ${row.reference}`))
    .slice(0, maxRequests)
    .map((row) => ({
      label: row.name,
      hint: row.phone_formatted,
      run() {
        goTo('requests');
        openDetails(row.request_id);
      },
    }));
  return [...found, ...commands(typed).filter(({ label, always }) => always === true || fits(label))];
}
