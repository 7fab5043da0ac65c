import { dialogCss } from 'virtual:widget-styles';
import { element } from '../../dom/elements.ts';
import { control } from '../../dom/form-fields.ts';
import { wordsLoaded } from '../../dom/load-words.ts';
import { words } from '../../words/page.ts';
import { tellPage } from '../page/events.ts';
import { openDialog } from './report-states.ts';

/** A dialog in the top layer that holds the form. The browser keeps the focus inside and gives it back. */
export function createFormDialog(form: HTMLElement) {
  const host = document.createElement('callback-dialog');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(dialogCss);
  shadow.adoptedStyleSheets = [sheet];
  const dialog = document.createElement('dialog');
  const closeButton = document.createElement('button');
  closeButton.type = 'button';
  closeButton.textContent = '✕';
  dialog.append(closeButton);
  shadow.append(dialog);
  void wordsLoaded().then(() => {
    closeButton.ariaLabel = words.close;
    dialog.ariaLabel = words.form.title;
  });

  closeButton.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    openDialog.forget();
    tellPage('closed');
  });
  // A click on the backdrop has the dialog as its target. A press that began inside, to select text, does not close it.
  let pressed: EventTarget | undefined;
  dialog.addEventListener('pointerdown', (event) => {
    pressed = event.composedPath()[0];
  });
  dialog.addEventListener('click', (event) => {
    const [target] = event.composedPath();
    if (target === dialog && pressed === dialog && isOutside(dialog, event)) dialog.close();
  });

  return {
    isOpen: () => dialog.open,
    show(): void {
      if (dialog.open) return;
      if (!host.isConnected) document.documentElement.append(host);
      if (form.getRootNode() !== shadow) dialog.append(form);
      dialog.dataset.scheme = form.dataset.scheme;
      dialog.showModal();
      openDialog.keep();
      if (!element('form-view', HTMLElement).hidden) focusForm();
    },
    close(): void {
      if (dialog.open) dialog.close();
    },
    remove(): void {
      dialog.close();
      host.remove();
    },
  };
}

/** On a touch screen the focus of a field would open the keyboard over the form. */
function focusForm(): void {
  const first = matchMedia('(pointer: fine)').matches ? control('phone') : element('form-title', HTMLElement);
  first.focus();
}

function isOutside(dialog: HTMLElement, { clientX, clientY }: MouseEvent): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
