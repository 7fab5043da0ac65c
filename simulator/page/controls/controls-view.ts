import type { Snapshot } from '../../control/snapshot.ts';
import type { Answer, SimulatorClient } from '../simulator-client.ts';
import { button, make, setText } from '../ui/elements.ts';
import { createFaultForm } from './fault-form.ts';
import { createFaultList } from './fault-list.ts';
import { createSettingsForm } from './settings-form.ts';

/** Faults, settings and a fresh start. */
export function createControlsView({
  place,
  client,
  changed,
}: {
  place: HTMLElement;
  client: SimulatorClient;
  changed: () => void;
}) {
  const andLook = async (answer: Promise<Answer>) => {
    const answered = await answer;
    changed();
    return answered;
  };
  const faults = createFaultList(() => void andLook(client.clearFaults()));
  const faultForm = createFaultForm((plan) => andLook(client.addFault(plan)));
  const settings = createSettingsForm((changes) => andLook(client.changeSettings(changes)));
  const facts = make('p', { class: 'hint' });
  const afresh = button('Start afresh', () => void andLook(client.reset()), { class: 'quiet' });
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
      { 'aria-labelledby': 'afresh-title' },
      make('h3', { id: 'afresh-title' }, 'Everything'),
      facts,
      afresh,
    ),
  );
  return {
    show: (desk: Snapshot) => {
      faults.show(desk.faults);
      settings.show(desk.settings);
      setText(
        facts,
        `Account ${desk.accountSid}, time runs ${desk.speed}× as fast as yours. Starting afresh forgets every call, text, phone and fault.`,
      );
    },
  };
}
