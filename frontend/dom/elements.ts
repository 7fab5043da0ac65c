/** The element that index.html promises under this id. */
export function element<T extends Element>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw Object.assign(new Error(`index.html holds no ${kind.name} with the id "${id}".`), {
    code: 'missing-element',
  });
}

/** Shows a text, or hides its place when there is none. */
export function showText(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = text === '';
}

/** Moves the reader to a heading without scrolling past what is above it. */
export function focusHeading(heading: HTMLElement): void {
  heading.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}

type Policy = { createScriptURL(url: string): string };

type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
};

/**
 * The address of a script in the form in which the page lets itself load one. A policy gives out one address, whatever
 * it is asked for, and its name can be used once.
 */
export function trustedScript(policyName: string, url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy(policyName, { createScriptURL: () => url }).createScriptURL('') ?? url;
}
