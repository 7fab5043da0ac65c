import { tellPage } from '../page/events.ts';
import type { FormModule, WidgetForm } from '../page/form-contract.ts';
import { tellNotLoaded } from '../page/tell-owner.ts';

export type FormLoader = ReturnType<typeof createFormLoader>;

/** Loads the form at the first sign of interest, such as a pointer over the button. */
export function createFormLoader(base: string, onLost: () => void) {
  let loading: Promise<WidgetForm> | undefined;

  function load(): Promise<WidgetForm> {
    loading ??= import(/* @vite-ignore */ `${base}widget/form.js`).then(({ openWidget }: FormModule) =>
      openWidget(base),
    );
    return loading;
  }

  return {
    /** Loads without an effect when the server cannot be reached. */
    prepare: () => void load().catch(forget),
    /** Resolves to undefined when the server cannot be reached. */
    async get(): Promise<WidgetForm | undefined> {
      try {
        return await load();
      } catch {
        forget();
        onLost();
        tellPage('error', { reason: 'not-loaded' });
        tellNotLoaded(base);
        return undefined;
      }
    },
    /** The form, if it was loaded. */
    loaded: () => loading,
  };

  function forget(): void {
    loading = undefined;
  }
}
