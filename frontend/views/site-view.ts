import type { SiteInfo } from '../../contract/site.ts';
import type { Connection } from '../api/fetch-json.ts';
import { debug } from '../debug.ts';
import { element, showText } from '../dom/elements.ts';
import { nonBreaking, openingWords } from '../words/format.ts';
import { words } from '../words/page.ts';

let site: SiteInfo | undefined;

export function businessName(): string {
  return site?.business_name ?? '';
}

/** Label of the form's button. A closed business gets a text message instead of a call. */
export function requestLabel(): string {
  return site?.open === false ? words.form.submitClosed : words.form.submit;
}

/** Names of the countries whose numbers are called, in the page's language. */
export function allowedCountries(): string {
  const names = new Intl.DisplayNames([document.documentElement.lang], { type: 'region' });
  return (site?.countries ?? []).map((country) => names.of(country) ?? country).join(', ');
}

/** Shows the facts about the business. */
export function showSite(info: SiteInfo): void {
  site = info;
  const { business_name: business, open, recorded } = info;
  showText(element('business', HTMLElement), business);
  showText(element('intro', HTMLElement), words.form.intro(business));
  showText(element('caller', HTMLElement), nonBreaking(info.business_number));
  element('open-intro', HTMLElement).hidden = !open;
  element('closed-intro', HTMLElement).hidden = open;
  showText(element('closed-opens', HTMLElement), openingWords(info.next_opening));
  showText(element('recorded', HTMLElement), recorded ? words.form.recorded : '');
  const button = element('request-button', HTMLButtonElement);
  if (button.getAttribute('aria-disabled') !== 'true') showText(button, requestLabel());
  showSimulator(info);
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
  showText(element('connection-words', HTMLElement), words.connection[state]);
}
