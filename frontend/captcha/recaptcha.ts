import { element, trustedScript } from '../dom/elements.ts';

type Recaptcha = {
  render(place: HTMLElement, options: { sitekey: string; callback: (token: string) => void }): number;
  reset(widget: number): void;
};

declare global {
  interface Window {
    grecaptcha?: Recaptcha;
    recaptchaLoaded?: () => void;
  }
}

/** `trustedtypes` loads the version that works with trusted types: https://developers.google.com/recaptcha/docs/v3 */
const address = trustedScript(
  'captcha-loader',
  'https://www.google.com/recaptcha/api.js?trustedtypes=true&onload=recaptchaLoaded&render=explicit',
);

let loading: Promise<Recaptcha> | undefined;
let widget: number | undefined;
let onToken = (_token: string) => {};

/** Shows Google's checkbox and resolves to its token: https://developers.google.com/recaptcha/docs/display */
export async function showRecaptcha(siteKey: string): Promise<string> {
  loading ??= load();
  const recaptcha = await loading;
  const place = element('captcha', HTMLElement);
  place.hidden = false;
  const token = new Promise<string>((resolve) => {
    onToken = resolve;
  });
  if (widget === undefined)
    widget = recaptcha.render(place, { sitekey: siteKey, callback: (given) => onToken(given) });
  else recaptcha.reset(widget);
  return token;
}

function load(): Promise<Recaptcha> {
  return new Promise((resolve, reject) => {
    window.recaptchaLoaded = () => {
      if (window.grecaptcha !== undefined) resolve(window.grecaptcha);
    };
    const script = document.createElement('script');
    script.src = address;
    script.async = true;
    script.onerror = () => {
      loading = undefined;
      reject(new Error('Google reCAPTCHA could not be loaded.'));
    };
    document.head.append(script);
  });
}
