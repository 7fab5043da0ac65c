import type { Settings } from '../../settings.ts';
import type { Answer } from '../simulator-client.ts';
import { make, showText } from '../ui/elements.ts';

type Field = { name: keyof Settings; label: string; kind: 'number' | 'switch' | 'address' | 'list' };

const fields: readonly Field[] = [
  { name: 'trial', label: 'Trial account: reaches verified numbers only', kind: 'switch' },
  { name: 'verifiedNumbers', label: 'Verified numbers, separated by commas', kind: 'list' },
  { name: 'callsPerSecond', label: 'Calls per second', kind: 'number' },
  { name: 'listLagMs', label: 'New calls are missing from lists for (ms)', kind: 'number' },
  { name: 'fetchLagMs', label: 'Fetched calls are out of date by (ms)', kind: 'number' },
  { name: 'dialActionAfterHangUp', label: 'Dial action is sent after the caller hung up', kind: 'switch' },
  { name: 'voiceUrl', label: 'Webhook for calls to the account', kind: 'address' },
  { name: 'smsUrl', label: 'Webhook for texts to the account', kind: 'address' },
  { name: 'whatsappUrl', label: 'Webhook for WhatsApp messages to the account', kind: 'address' },
];

function valueIn(input: HTMLInputElement, kind: Field['kind']): unknown {
  const text = input.value.trim();
  if (kind === 'switch') return input.checked;
  if (kind === 'number') return text === '' ? null : Number(text);
  if (kind === 'address') return text || null;
  return text.split(/[\s,]+/).filter((one) => one !== '');
}

function showIn(input: HTMLInputElement, kind: Field['kind'], value: Settings[keyof Settings]) {
  if (kind === 'switch') input.checked = value === true;
  else input.value = Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** The carrier's settings. Each change is sent at once. */
export function createSettingsForm(change: (changes: Partial<Settings>) => Promise<Answer>) {
  const trouble = make('p', { class: 'trouble', role: 'status', hidden: true });
  const inputs = fields.map(({ name, label, kind }) => {
    const type = kind === 'switch' ? 'checkbox' : kind === 'number' ? 'number' : 'text';
    const input = make('input', {
      id: `setting-${name}`,
      type,
      step: kind === 'number' ? 'any' : undefined,
      spellcheck: 'false',
    });
    input.addEventListener('change', async () => {
      const answer = await change({ [name]: valueIn(input, kind) });
      showText(trouble, answer.ok ? '' : answer.detail);
      input.setAttribute('aria-invalid', String(!answer.ok));
    });
    const caption = make('label', { for: input.id }, label);
    const row = make(
      'div',
      { class: `field ${kind}` },
      ...(kind === 'switch' ? [input, caption] : [caption, input]),
    );
    return { name, kind, input, row };
  });
  return {
    element: make('div', { class: 'fields' }, ...inputs.map(({ row }) => row), trouble),
    show: (settings: Settings) => {
      for (const { name, kind, input } of inputs) {
        const isEdited = document.activeElement === input || input.getAttribute('aria-invalid') === 'true';
        if (!isEdited) showIn(input, kind, settings[name]);
      }
    },
  };
}
