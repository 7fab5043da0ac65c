import { readColor } from './script-settings.ts';

const svg = 'http://www.w3.org/2000/svg';
const phone =
  'M6 2.500 8.500 6.500 6.500 9a10 10 0 0 0 4.500 4.500L13.500 11.500 17.500 14 16 17.500C9 18 2 11 2.500 4z';

/** The widget's own colour, and its text. */
const ownColor = '#1d5fd1';

const css = `
:host{all:initial!important;display:inline-block!important}
:host([hidden]){display:none!important}
button{all:unset;box-sizing:border-box;display:inline-flex;align-items:center;justify-content:center;gap:8px;min-height:48px;
padding:12px 20px;border-radius:24px;background:var(--callback-color);color:var(--callback-text);
font:600 16px/1.25 system-ui,sans-serif;cursor:pointer;-webkit-tap-highlight-color:transparent}
button:hover{filter:brightness(.9)}
button:focus-visible{outline:3px solid var(--callback-color);outline-offset:2px;box-shadow:0 0 0 2px #fff}
svg{width:20px;height:20px;flex:none;fill:currentcolor}
@media(forced-colors:active){button{border:1px solid ButtonText}}
@media print{:host{display:none!important}}`;

export type ButtonUse = { press: (button: CallbackButton) => void; approach: () => void };

let use: ButtonUse = { press: () => {}, approach: () => {} };

/**
 * `<callback-button>`: opens the form. Its text is the label. `color` is `#1d5fd1` for example, `icon="none"` leaves the
 * picture out, `subject` fills the form's topic.
 */
export class CallbackButton extends HTMLElement {
  #button = document.createElement('button');
  /** Stands between the page's styles and the button: only the widget can place it. */
  readonly place = document.createElement('span');

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const label = document.createElement('slot');
    label.append('Call me back');
    this.#button.type = 'button';
    this.#button.part.add('button');
    this.#button.append(createPicture(), label);
    this.#button.setAttribute('aria-haspopup', 'dialog');
    this.#button.addEventListener('click', () => use.press(this));
    for (const interest of ['pointerenter', 'focusin', 'touchstart'])
      this.#button.addEventListener(interest, () => use.approach(), { once: true, passive: true });
    this.place.append(this.#button);
    root.append(this.place);
  }

  connectedCallback(): void {
    const color = readColor(this.getAttribute('color') ?? '') ?? ownColor;
    this.#button.style.setProperty('--callback-color', color);
    this.#button.style.setProperty('--callback-text', isLight(color) ? '#111' : '#fff');
    const picture = this.#button.firstElementChild;
    if (this.getAttribute('icon') === 'none' && picture instanceof SVGElement) picture.remove();
  }
}

/** Connects all buttons of the page, present and future, to the form. */
export function defineButton(next: ButtonUse): void {
  use = next;
  if (customElements.get('callback-button') === undefined)
    customElements.define('callback-button', CallbackButton);
}

function createPicture(): SVGElement {
  const picture = document.createElementNS(svg, 'svg');
  const path = document.createElementNS(svg, 'path');
  picture.setAttribute('viewBox', '0 0 20 20');
  picture.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', phone);
  picture.append(path);
  return picture;
}

/** Relative luminance above which black text has more contrast: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function isLight(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(
    (at) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
}
