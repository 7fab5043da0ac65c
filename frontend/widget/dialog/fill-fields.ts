import { setRequestPage } from '../../api/request-page.ts';
import { fields } from '../../dom/form-fields.ts';
import { fillEmpty } from '../../sign-in/saved-form.ts';
import type { Prefill } from '../page/form-contract.ts';

/** Fills the fields that the visitor left empty. Ignores everything but text. */
export function fillFields(values: Prefill): void {
  for (const field of fields) {
    const value = values[field];
    if (typeof value === 'string') fillEmpty(field, value);
  }
  if (typeof values.page === 'string') setRequestPage(values.page);
}
