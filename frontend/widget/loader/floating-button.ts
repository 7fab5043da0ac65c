import type { CallbackButton } from './callback-button.ts';
import type { ScriptSettings } from './script-settings.ts';

/** Shows a button in a corner of the page. It stays when a script replaces the body or the children of the root. */
export function showFloatingButton(settings: ScriptSettings) {
  const button = createButton(settings);
  const stay = () => {
    if (!button.isConnected) document.documentElement.append(button);
  };
  stay();
  const observer = new MutationObserver(stay);
  observer.observe(document, { childList: true });
  observer.observe(document.documentElement, { childList: true });
  return {
    hide(): void {
      button.hidden = true;
    },
    show(): void {
      button.hidden = false;
    },
    remove(): void {
      observer.disconnect();
      button.remove();
    },
  };
}

function createButton({ label, position, offset, color, hasIcon }: ScriptSettings): CallbackButton {
  const button = document.createElement('callback-button') as CallbackButton;
  button.textContent = label;
  if (color !== undefined) button.setAttribute('color', color);
  if (!hasIcon) button.setAttribute('icon', 'none');
  const [edge = 'bottom', side = 'right'] = position.split('-');
  const { style } = button.place;
  style.setProperty('position', 'fixed');
  // Below the dialog, which is in the top layer, and above all elements of the page.
  style.setProperty('z-index', '2147483000');
  style.setProperty(edge, `calc(${offset}px + env(safe-area-inset-${edge}, 0px))`);
  style.setProperty(side, `calc(${offset}px + env(safe-area-inset-${side}, 0px))`);
  return button;
}
