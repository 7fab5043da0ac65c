import type { Snapshot } from '../../control/snapshot.ts';
import type { Answer, SimulatorClient } from '../simulator-client.ts';
import { button, make, setText } from '../ui/elements.ts';
import { createFaultForm } from './fault-form.ts';
import { createFaultList } from './fault-list.ts';
import { createSettingsForm } from './settings-form.ts';

/** Faults, settings and the reset. */
export function createControlsView({
  place,
  client,
  onChanged,
}: {
  place: HTMLElement;
  client: SimulatorClient;
  onChanged: () => void;
}) {
  const thenRefresh = async (answer: Promise<Answer>) => {
    const result = await answer;
    onChanged();
    return result;
  };
  const faults = createFaultList(() => void thenRefresh(client.clearFaults()));
  const faultForm = createFaultForm((plan) => thenRefresh(client.addFault(plan)));
  const settings = createSettingsForm((changes) => thenRefresh(client.changeSettings(changes)));
  const facts = make('p', { class: 'hint' });
  const reset = button('Reset everything', () => void thenRefresh(client.reset()), { class: 'quiet' });
  place.append(
    make(
      'section',
      { 'aria-labelledby': 'faults-title' },
      make('h3', { id: 'faults-title' }, 'Break something'),
      faultForm,
      faults.element,
    ),
    make(
      'section',
      { 'aria-labelledby': 'settings-title' },
      make('h3', { id: 'settings-title' }, 'The carrier'),
      settings.element,
    ),
    make(
      'section',
      { 'aria-labelledby': 'reset-title' },
      make('h3', { id: 'reset-title' }, 'The simulator'),
      facts,
      reset,
    ),
  );
  return {
    show: (snapshot: Snapshot) => {
      faults.show(snapshot.faults);
      settings.show(snapshot.settings);
      setText(
        facts,
        `Account ${snapshot.accountSid}, time runs ${snapshot.speed}× as fast as yours. A reset deletes every call, text, phone and fault.`,
      );
    },
  };
}
