import type { FaultPlan } from '../../faults.ts';
import type { Answer } from '../simulator-client.ts';
import { make, showText } from '../ui/elements.ts';
import { hasDuration, restFaultWords, webhookFaultWords, webhookNames } from './fault-words.ts';

function optionsOf(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, text]) => make('option', { value }, text));
}

function any(text: string) {
  return make('option', { value: '' }, text);
}

function field(label: string, input: HTMLInputElement | HTMLSelectElement, width = ''): HTMLElement {
  return make('div', { class: `field ${width}` }, make('label', { for: input.id }, label), input);
}

function numberInput(id: string, value: number, min: number) {
  return make('input', { id, type: 'number', value, min });
}

function createInputs() {
  const groups = [
    make('optgroup', { label: 'REST requests' }, ...optionsOf(restFaultWords)),
    make('optgroup', { label: 'Webhooks' }, ...optionsOf(webhookFaultWords)),
  ];
  const names = webhookNames.map((name) => make('option', { value: name }, name));
  return {
    kind: make('select', { id: 'fault-kind' }, ...groups),
    times: numberInput('fault-times', 1, 1),
    ms: numberInput('fault-ms', 2_000, 0),
    resource: make(
      'select',
      { id: 'fault-resource' },
      any('Calls and messages'),
      ...optionsOf({ calls: 'Calls', messages: 'Messages' }),
    ),
    method: make(
      'select',
      { id: 'fault-method' },
      any('Every method'),
      ...optionsOf({ GET: 'GET', POST: 'POST' }),
    ),
    webhook: make('select', { id: 'fault-webhook' }, any('Every webhook'), ...names),
  };
}

/** The form for a new fault: what goes wrong, how often and where. */
export function createFaultForm(add: (plan: Partial<FaultPlan>) => Promise<Answer>): HTMLElement {
  const { kind, times, ms, resource, method, webhook } = createInputs();
  const rows = {
    ms: field('Milliseconds', ms),
    resource: field('Resource', resource),
    method: field('Method', method),
    webhook: field('Webhook', webhook),
  };
  const trouble = make('p', { class: 'trouble', role: 'status', hidden: true });
  const submit = make('button', { class: 'primary' }, 'Add fault');
  const form = make(
    'form',
    { class: 'fields', novalidate: true },
    field('What goes wrong', kind, 'whole'),
    field('Times', times),
  );
  form.append(rows.ms, rows.resource, rows.method, rows.webhook, submit, trouble);

  const isWebhook = () => kind.value in webhookFaultWords;
  const showFittingRows = () => {
    rows.ms.hidden = !hasDuration(kind.value);
    rows.resource.hidden = isWebhook() || kind.value === 'list-lag';
    rows.method.hidden = rows.resource.hidden;
    rows.webhook.hidden = !isWebhook();
  };
  kind.addEventListener('change', showFittingRows);
  showFittingRows();

  const chosen = (row: HTMLElement, name: string, value: string | number) =>
    row.hidden || value === '' ? {} : { [name]: value };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const plan = {
      kind: kind.value,
      times: Number(times.value),
      ...chosen(rows.ms, 'ms', Number(ms.value)),
      ...chosen(rows.resource, 'resource', resource.value),
      ...chosen(rows.method, 'method', method.value),
      ...chosen(rows.webhook, 'webhook', webhook.value),
    } as Partial<FaultPlan>;
    const answer = await add(plan);
    showText(trouble, answer.ok ? '' : answer.detail);
  });
  return form;
}
