import { deployedBackend } from '../../api/backend-candidates.ts';

/** `fix` is '' when all is well. */
export type Finding = { isWell: boolean; what: string; fix: string };

/** Tries everything that the widget needs from the page and from the server. */
export async function findFaults(base: string): Promise<Finding[]> {
  const refused = watchPolicy();
  const backend = deployedBackend({ origin: base.replace(/\/$/, '') }, builtBackendUrl).base;
  const [form, site] = [await tryForm(base), await trySite(backend)];
  const violations = await refused.stop();
  const scripts = document.querySelectorAll(`script[src^="${base}widget"]`).length;
  return [
    finding(
      scripts === 1,
      scripts === 1 ? 'The script is on the page once.' : `The script is on the page ${scripts} times.`,
      'Keep one of the script elements.',
    ),
    ...checkPolicy(violations, { base, backend }),
    form,
    site,
    ...findOptimisers(),
    checkFrame(),
  ];
}

function finding(isWell: boolean, what: string, fix: string): Finding {
  return { isWell, what, fix: isWell ? '' : fix };
}

type Violation = { directive: string; address: string };

/** Collects what the page's content policy refuses to us. The browser reports it a moment later. */
function watchPolicy() {
  const seen: Violation[] = [];
  const note = ({ effectiveDirective: directive, blockedURI: address }: SecurityPolicyViolationEvent) =>
    void seen.push({ directive, address });
  document.addEventListener('securitypolicyviolation', note);
  return {
    async stop(): Promise<Violation[]> {
      await new Promise((resolve) => setTimeout(resolve, 100));
      document.removeEventListener('securitypolicyviolation', note);
      return seen;
    },
  };
}

function checkPolicy(violations: readonly Violation[], page: { base: string; backend: string }): Finding[] {
  const ours = [page.base, page.backend].map((address) => new URL(address).origin);
  const refused = violations.filter(({ address }) => ours.some((origin) => address.startsWith(origin)));
  const directives = [...new Set(refused.map(({ directive }) => directive.replace(/-(?:elem|attr)$/, '')))];
  if (directives.length === 0)
    return [finding(true, 'The content policy of the page allows the widget.', '')];
  return directives.map((directive) =>
    finding(
      false,
      `The content policy of the page refuses the widget (${directive}).`,
      `Add ${new URL(directive === 'connect-src' ? page.backend : page.base).origin} to ${directive} in Content-Security-Policy.`,
    ),
  );
}

async function tryForm(base: string): Promise<Finding> {
  const isLoaded = await import(/* @vite-ignore */ `${base}widget/form.js`).then(
    () => true,
    () => false,
  );
  return finding(
    isLoaded,
    isLoaded ? 'The form can be loaded.' : 'The form cannot be loaded.',
    `Open ${base}widget/form.js: it must answer with a script.`,
  );
}

async function trySite(backend: string): Promise<Finding> {
  if (await answers(`${backend}/api/v1/site`))
    return finding(true, `The server answers this page (${location.origin}).`, '');
  const isUp = await answers(`${backend}/health`);
  return finding(
    false,
    isUp ? `The server refuses pages of ${location.origin}.` : `The server does not answer at ${backend}.`,
    isUp
      ? `Add ${location.origin} to ALLOWED_ORIGINS on the server, then restart it.`
      : 'Start it, or correct the address of the script.',
  );
}

function answers(address: string): Promise<boolean> {
  return fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Optimisers that delay or rewrite scripts. The widget works with them, but its button appears late. */
const optimisers: readonly (readonly [name: string, selector: string, fix: string])[] = [
  [
    'Cloudflare Rocket Loader',
    'script[src*="rocket-loader"],script[type$="-text/javascript"]',
    'Add data-cfasync="false" to the script element.',
  ],
  [
    'WP Rocket',
    'script[type="rocketlazyloadscript"]',
    'Exclude widget.js from "Delay JavaScript execution".',
  ],
  ['LiteSpeed Cache', 'script[type="litespeed/javascript"]', 'Exclude widget.js from "JS Delayed Includes".'],
];

function findOptimisers(): Finding[] {
  return optimisers
    .filter(([, selector]) => document.querySelector(selector) !== null)
    .map(([name, , fix]) => finding(false, `${name} delays scripts on this page.`, fix));
}

function checkFrame(): Finding {
  const isFramed = window.top !== window;
  return finding(
    location.origin !== 'null' && window.origin !== 'null',
    isFramed ? 'The page is in a frame.' : 'The page is not in a frame.',
    'Add allow-same-origin to the sandbox of the frame: without it the page has no origin that the server could allow.',
  );
}
