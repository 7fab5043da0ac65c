import { copyText } from '../../requests/actions.ts';
import { Icon } from './icon.tsx';

export function Copy({ text, what }: { text: string; what: string }) {
  return (
    <button
      class="icon-button small"
      type="button"
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
      onClick={() => void copyText(text, capital(what))}
    >
      <Icon name="copy" />
    </button>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
