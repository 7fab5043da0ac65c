type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element; `true` sets an attribute without a value, `false` and undefined leave it out. */
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

/** Changes a text only when it differs, so that nothing is read out twice. */
export function setText(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

/** Shows a text, or hides its place when there is none. */
export function showText(place: HTMLElement, text: string): void {
  setText(place, text);
  place.hidden = text === '';
}

/** The element that index.html promises under this id. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw Object.assign(new Error(`index.html holds no ${kind.name} with the id "${id}".`), {
    code: 'missing-element',
  });
}

/** Has something read out: urgent news at once, others when the reader comes to rest. */
export function announce(text: string, urgently: boolean): void {
  const region = byId(urgently ? 'urgent-news' : 'news', HTMLElement);
  const line = document.createElement('p');
  line.textContent = text;
  // A new element is read out even when its words are the same as before.
  region.replaceChildren(line);
}
