import { element, showText } from './elements.ts';

/** Fields of the request form, in the order of the page. */
export const fields = ['phone', 'name', 'email', 'subject'] as const;
export type Field = (typeof fields)[number];

export type FieldErrors = Partial<Record<Field, string>>;

export function isField(name: string): name is Field {
  return (fields as readonly string[]).includes(name);
}

/** Returns the control of a field. Throws `missing-element`. */
export function control(field: Field): HTMLInputElement | HTMLTextAreaElement {
  return field === 'subject' ? element(field, HTMLTextAreaElement) : element(field, HTMLInputElement);
}

/** Shows each error below its field and moves the focus to the first wrong field. */
export function showFieldErrors(errors: FieldErrors): void {
  for (const field of fields) {
    showFieldError(field, errors[field] ?? '');
    if (errors[field] !== undefined) control(field).closest('details')?.setAttribute('open', '');
  }
  const first = fields.find((field) => errors[field] !== undefined);
  if (first !== undefined) control(first).focus();
}

export function showFieldError(field: Field | 'code' | 'whatsapp-code', problem: string): void {
  showText(element(`${field}-error`, HTMLElement), problem);
  const input = element(field, HTMLElement);
  if (problem === '') input.removeAttribute('aria-invalid');
  else input.setAttribute('aria-invalid', 'true');
}
