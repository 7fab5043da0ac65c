import type { FormLoader } from './form-loader.ts';

let loader: FormLoader | undefined;

/**
 * `<callback-widget>`: the form itself, inside the page. A page has one form; a second element stays empty. The form
 * keeps its state when a framework replaces the element.
 */
class CallbackWidgetElement extends HTMLElement {
  connectedCallback(): void {
    void loader?.get().then((form) => {
      if (this.isConnected) form?.moveInto(this);
    });
  }
}

export function defineInlineForm(next: FormLoader): void {
  loader = next;
  if (customElements.get('callback-widget') === undefined)
    customElements.define('callback-widget', CallbackWidgetElement);
}
