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

/** A message that something went wrong, and small below it what support will ask for. */
export function showAlert(alert: HTMLElement, text: string, small = ''): void {
  const [sentence, note] = alert.children;
  if (sentence instanceof HTMLElement) showText(sentence, text);
  if (note instanceof HTMLElement) showText(note, small);
  alert.hidden = text === '';
}

/** Moves the reader to a heading without scrolling past what is above it. */
export function focusHeading(heading: HTMLElement): void {
  heading.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}
