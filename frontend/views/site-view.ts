import type { SiteInfo } from '../../contract/site.ts';
import { fill } from '../../languages/fill.ts';
import type { Connection } from '../api/fetch-json.ts';
import { debug } from '../debug.ts';
import { element, showText } from '../dom/elements.ts';
import { viewTop } from '../dom/mount.ts';
import { nonBreaking, openingWords, spokenDuration } from '../words/format.ts';
import { language, words } from '../words/page.ts';

let site: SiteInfo | undefined;

const noPhone = { prefix: '', example: '' };
const noBrand = { colors: null, logo_url: null };

export function businessName(): string {
  return site?.business_name ?? '';
}

/** Label of the form's button. A closed business gets a text message instead of a call. */
export function requestLabel(): string {
  return site?.open === false ? words.form.submitClosed : words.form.submit;
}

/** Names of the countries whose numbers are called, in the page's language. */
export function allowedCountries(): string {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  return (site?.countries ?? []).map((country) => names.of(country) ?? country).join(', ');
}

/** When a closed business opens; '' while it is open. */
export function openingTime(): string {
  return openingWords(site?.next_opening ?? null);
}

/** Shows the facts about the business. */
export function showSite(info: SiteInfo): void {
  site = info;
  // An API that is older than a static page sends neither.
  const { open, recorded, phone = noPhone, brand = noBrand } = info;
  showText(element('business', HTMLElement), info.business_name);
  showText(element('intro', HTMLElement), open ? words.form.intro : words.form.introClosed);
  showText(element('beside', HTMLElement), besideButton(info));
  showText(element('recorded', HTMLElement), recorded ? words.form.recorded : '');
  showText(element('prefix', HTMLElement), phone.prefix);
  element('phone', HTMLInputElement).placeholder = phone.example;
  showConnectionWords();
  showBrand(brand);
  const button = element('request-button', HTMLButtonElement);
  if (button.getAttribute('aria-disabled') !== 'true') showText(button, requestLabel());
  showSimulator(info);
}

/** What a visitor wants to know before the click: the wait and the number that will call, or the opening time. */
function besideButton({ open, expected_wait_seconds: wait, business_number: number }: SiteInfo): string {
  if (!open) return openingTime();
  const waitWords =
    typeof wait !== 'number' ? '' : `${fill(words.form.wait, { time: spokenDuration(wait) })} `;
  return waitWords + fill(words.form.calledFrom, { number: nonBreaking(number) });
}

/** Browsers that do not know `light-dark` keep the page's own colours. */
function showBrand({ colors, logo_url: logo }: SiteInfo['brand']): void {
  if (logo !== null) showLogo(logo);
  if (colors === null || !CSS.supports('color', 'light-dark(red, red)')) return;
  const { light, dark } = colors;
  const { style } = viewTop();
  style.setProperty('--accent', `light-dark(${light.accent}, ${dark.accent})`);
  style.setProperty('--accent-strong', `light-dark(${light.strong}, ${dark.strong})`);
  style.setProperty('--on-accent', `light-dark(${light.on}, ${dark.on})`);
}

/** A website that shows the widget can forbid images of other origins. */
function showLogo(address: string): void {
  const image = element('logo', HTMLImageElement);
  image.onerror = () => image.removeAttribute('src');
  image.src = address;
}

function showSimulator({ carrier, simulator_url: address }: SiteInfo): void {
  const link = element('phones', HTMLAnchorElement);
  link.hidden = address === null || !/^https?:/.test(address);
  link.href = address ?? '';
  element('simulated', HTMLElement).hidden = carrier !== 'simulator';
}

/** Shows the state of the connection at the top of the page. */
export function showConnection(state: Connection): void {
  const place = element('connection', HTMLElement);
  if (place.dataset.state === state) return;
  debug('connection', { state });
  place.dataset.state = state;
  showConnectionWords();
}

/** An API that answers says whether the business is open. */
function showConnectionWords(): void {
  const place = element('connection', HTMLElement);
  const { connecting, unreachable, ready, closed } = words.connection;
  const isOpen = site?.open !== false;
  place.dataset.open = String(isOpen);
  const known: Partial<Record<string, string>> = { connecting, unreachable };
  const text = known[place.dataset.state ?? ''] ?? (isOpen ? ready : closed);
  showText(element('connection-words', HTMLElement), text);
}
