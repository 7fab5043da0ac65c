import { element } from '../dom/elements.ts';
import { providerName } from '../words/follow.ts';
import { rareWords } from '../words/page.ts';
import { createMark } from './provider-marks.ts';

/** Opens the dialog in which the visitor chooses a provider. */
export function createProviderDialog(
  providers: readonly string[],
  onChosen: (provider: string) => void,
): void {
  const dialog = element('sign-in-dialog', HTMLDialogElement);
  const list = element('sign-in-choices', HTMLElement);
  const buttons = providers.map((provider) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'secondary';
    button.append(createMark(provider), providerName(provider));
    button.addEventListener('click', () => {
      dialog.close();
      onChosen(provider);
    });
    return button;
  });
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'quiet';
  close.textContent = rareWords.signIn.notNow;
  close.addEventListener('click', () => dialog.close());
  list.replaceChildren(...buttons, close);
  dialog.showModal();
}
