import css from 'virtual:widget-styles';
import { deployedBackend } from '../../api/backend-candidates.ts';
import { setRequestPage } from '../../api/request-page.ts';
import { fields } from '../../dom/form-fields.ts';
import { mountViews } from '../../dom/mount.ts';
import { fillEmpty } from '../../sign-in/saved-form.ts';
import { startForm } from '../../views/start-form.ts';
import { tellPage } from '../page/events.ts';
import type { Prefill, WidgetForm } from '../page/form-contract.ts';
import { createFormDialog } from './form-dialog.ts';
import { createStateReport } from './report-states.ts';
import { buildViews } from './views-tree.ts';

/** Creates the form with the page's own views. `base` is the address of the folder with widget.js. */
export function openWidget(base: string): WidgetForm {
  const host = document.createElement('callback-form');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(...buildViews(base));
  host.lang = 'en';
  host.dataset.scheme = chooseScheme();
  mountViews(host, shadow);
  const dialog = createFormDialog(host);
  const report = createStateReport();
  const backend = deployedBackend({ origin: base.replace(/\/$/, '') }, builtBackendUrl);
  startForm([backend], { refusesOrigins: true, onState: report });

  return {
    open(values: Prefill): void {
      fillFields(values);
      if (isInline(host)) host.scrollIntoView({ block: 'center' });
      else dialog.show();
      tellPage('open');
    },
    close: dialog.close,
    prefill: fillFields,
    moveInto(place: HTMLElement): void {
      if (isInline(host) || dialog.isOpen()) return;
      (place.shadowRoot ?? place.attachShadow({ mode: 'open' })).replaceChildren(host);
    },
    remove(): void {
      dialog.remove();
      host.remove();
    },
  };
}

function isInline(host: HTMLElement): boolean {
  const place = host.getRootNode();
  return place instanceof ShadowRoot && place.host.localName === 'callback-widget' && host.isConnected;
}

/** A website without dark colours gets the light form, also when the visitor's device prefers dark. */
function chooseScheme(): 'dark' | 'light' {
  const hasDark = getComputedStyle(document.documentElement).colorScheme.includes('dark');
  return hasDark && matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Fills the fields that the visitor left empty. Ignores everything but text. */
export function fillFields(values: Prefill): void {
  for (const field of fields) {
    const value = values[field];
    if (typeof value === 'string') fillEmpty(field, value);
  }
  if (typeof values.page === 'string') setRequestPage(values.page);
}
