type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Creates an element. `true` sets an attribute without a value; `false` and undefined set none. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...content);
  return made;
}

export function button(text: string, onPress: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = make('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', onPress);
  return made;
}

/** Changes the text only if it differs, so that screen readers announce it once. */
export function setText(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

/** Shows a text, or hides the element when the text is empty. */
export function showText(place: HTMLElement, text: string): void {
  setText(place, text);
  place.hidden = text === '';
}

/** Returns the element with this id in index.html. Throws `missing-element`. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw Object.assign(new Error(`index.html has no ${kind.name} with the id "${id}".`), {
    code: 'missing-element',
  });
}

/** Announces a text to screen readers: urgent texts at once, others after the current one. */
export function announce(text: string, isUrgent: boolean): void {
  const region = byId(isUrgent ? 'urgent-announcer' : 'announcer', HTMLElement);
  const line = document.createElement('p');
  line.textContent = text;
  // A new element is announced even if its text is the same as before.
  region.replaceChildren(line);
}
