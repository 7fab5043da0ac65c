import { listen, tellPage } from '../page/events.ts';
import type { Prefill } from '../page/form-contract.ts';
import { defineButton } from './callback-button.ts';
import { showFloatingButton } from './floating-button.ts';
import { createFormLoader } from './form-loader.ts';
import { defineInlineForm } from './inline-form.ts';
import type { ScriptSettings } from './script-settings.ts';

/** The keys under which a tab remembers a callback that it follows, and a form before a sign-in. */
const remembered = ['callback-dialog', 'callback-form-sign-in'];

/** Puts the button onto the page and returns what `window.CallbackWidget` offers. */
export function startWidget(settings: ScriptSettings) {
  const form = createFormLoader(settings.base, () => floating?.hide());
  const stopping = new AbortController();

  async function open(values: Prefill = {}): Promise<void> {
    (await form.get())?.open(values);
  }

  defineButton({
    press: (button) => void open(subjectOf(button)),
    approach: form.prepare,
  });
  const floating = settings.position === 'none' ? undefined : showFloatingButton(settings);
  defineInlineForm(form);
  document.addEventListener(
    'click',
    (event) => {
      const opener = findOpener(event, settings.takesPhoneLinks);
      if (opener === undefined) return;
      event.preventDefault();
      void open(subjectOf(opener));
    },
    { signal: stopping.signal },
  );
  if (settings.whenClosed === 'hide') void hideWhileClosed(settings.base, floating);
  if (isResumed()) void open();

  return {
    version: 1,
    /** Opens the form. Values fill fields that the visitor left empty. */
    open,
    close: () => void form.loaded()?.then((loaded) => loaded.close()),
    prefill: async (values: Prefill) => (await form.get())?.prefill(values),
    on: listen,
    /** Removes everything that the widget added to the page. */
    async destroy(): Promise<void> {
      stopping.abort();
      floating?.remove();
      (await form.loaded())?.remove();
      Reflect.deleteProperty(window, 'CallbackWidget');
    },
  };
}

function subjectOf(element: HTMLElement): Prefill {
  const subject = element.getAttribute('subject') ?? element.dataset.callbackSubject;
  return subject === undefined || subject === null ? {} : { subject };
}

/** The element with `data-callback-open`, or the link to a phone number, that was clicked. */
function findOpener(event: MouseEvent, takesPhoneLinks: boolean): HTMLElement | undefined {
  const [target] = event.composedPath();
  if (event.defaultPrevented || !(target instanceof Element)) return undefined;
  const openers = takesPhoneLinks ? '[data-callback-open],a[href^="tel:"]' : '[data-callback-open]';
  return target.closest<HTMLElement>(openers) ?? undefined;
}

async function hideWhileClosed(
  base: string,
  floating: ReturnType<typeof showFloatingButton> | undefined,
): Promise<void> {
  floating?.hide();
  const answer = await fetch(`${base}api/v1/site`).catch(() => undefined);
  const site = answer?.ok ? ((await answer.json()) as { open?: boolean }) : undefined;
  if (site?.open === true) floating?.show();
}

/** After a reload, or the way back from a sign-in, the form opens by itself. */
function isResumed(): boolean {
  try {
    return remembered.some((key) => sessionStorage.getItem(key) !== null);
  } catch {
    return false;
  }
}

/** Runs what the page asked for before the script was loaded: `['open', {subject}]` for example. */
export function runQueue(widget: object, queue: unknown): void {
  if (!Array.isArray(queue)) return;
  for (const [name, ...values] of queue) {
    const action = (widget as Record<string, unknown>)[name];
    if (typeof action === 'function') action(...values);
    else tellPage('error', { reason: 'unknown-action' });
  }
}
