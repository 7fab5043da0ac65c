import { scrollToTop, viewRoot } from './mount.ts';

/** Returns the element with this id in the views. Throws `missing-element`. */
export function element<T extends Element>(id: string, kind: new () => T): T {
  const found = viewRoot().getElementById(id);
  if (found instanceof kind) return found;
  throw Object.assign(new Error(`index.html has no ${kind.name} with the id "${id}".`), {
    code: 'missing-element',
  });
}

/** Shows a text, or hides the element when the text is empty. */
export function showText(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = text === '';
}

/** Moves the focus to a heading, with the top of the view in sight. */
export function focusHeading(heading: HTMLElement): void {
  heading.focus({ preventScroll: true });
  scrollToTop();
}

type Policy = { createScriptURL(url: string): string };

type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
};

/** Returns the address as a trusted type, as the content policy requires. A policy name can be used once. */
export function trustedScript(policyName: string, url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy(policyName, { createScriptURL: () => url }).createScriptURL('') ?? url;
}
