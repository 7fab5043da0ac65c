/** `fix` is '' when all is well. */
export type WebsiteFinding = { isWell: boolean; what: string; fix: string };

/** A page of the business's website, as a browser without our cookies gets it. */
export type WebsitePage = { url: URL; html: string; policyHeaders: readonly string[] };

const scriptElement = /<script\b[^>]*\bsrc\s*=\s*["']?([^"'\s>]*widget(?:\/v1)?\.js)[^>]*>/gi;
const policyElement =
  /<meta\b[^>]*http-equiv\s*=\s*["']?content-security-policy["']?[^>]*\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

/** Delays scripts, so that the button appears late. */
const optimisers: readonly (readonly [name: string, sign: RegExp, fix: string])[] = [
  [
    'Cloudflare Rocket Loader',
    /rocket-loader(?:\.min)?\.js/i,
    'add data-cfasync="false" to the script element',
  ],
  ['WP Rocket', /rocketlazyloadscript/i, 'exclude widget.js from "Delay JavaScript execution"'],
  ['LiteSpeed Cache', /litespeed\/javascript/i, 'exclude widget.js from "JS Delayed Includes"'],
];

/** Says what keeps the widget from working on a page: its script, its content policy, its origin. */
export function checkWebsite(
  page: WebsitePage,
  server: { base: string; origins: readonly string[] },
): WebsiteFinding[] {
  return [
    checkScript(page, server.base),
    checkOrigin(page.url.origin, server.origins),
    ...checkPolicies(page, new URL(server.base).origin),
    ...optimisers
      .filter(([, sign]) => sign.test(page.html))
      .map(([name, , fix]) => finding(false, `${name} delays the scripts of this page`, fix)),
  ];
}

function finding(isWell: boolean, what: string, fix: string): WebsiteFinding {
  return { isWell, what, fix: isWell ? '' : fix };
}

function checkScript({ html, url }: WebsitePage, base: string): WebsiteFinding {
  const sources = [...html.matchAll(scriptElement)].map(
    ([, src = '']) => URL.parse(src, url.href)?.href ?? src,
  );
  const [first, second] = sources;
  if (first === undefined)
    return finding(
      false,
      'the page does not include widget.js',
      'paste the line above before </body>; a tag manager adds it later, which this check does not see',
    );
  if (second !== undefined)
    return finding(false, `the page includes widget.js ${sources.length} times`, 'keep one of the lines');
  const isOurs = first.startsWith(`${base}/`);
  return finding(
    isOurs,
    isOurs ? 'the page includes widget.js once' : `the page includes widget.js of another server, ${first}`,
    'replace its line by the one above',
  );
}

function checkOrigin(origin: string, origins: readonly string[]): WebsiteFinding {
  const isAllowed = origins.includes(origin);
  return finding(
    isAllowed,
    isAllowed ? `requests from ${origin} are allowed` : `requests from ${origin} are refused`,
    `add ${origin} to ALLOWED_ORIGINS in .env, then ./run.sh restart`,
  );
}

const needed = ['script-src', 'connect-src'] as const;

/** Each policy of a page counts: what one of them refuses is refused. */
function checkPolicies({ html, policyHeaders, url }: WebsitePage, origin: string): WebsiteFinding[] {
  const elements = [...html.matchAll(policyElement)].map(([, quoted, single]) => quoted ?? single ?? '');
  const policies = [...policyHeaders, ...elements];
  if (policies.length === 0) return [finding(true, 'the page has no content policy', '')];
  const refused = needed.filter((name) =>
    policies.some((policy) => !allows(policy, name, origin, url.origin)),
  );
  if (refused.length === 0) return [finding(true, 'the content policy of the page allows the widget', '')];
  return refused.map((name) =>
    finding(
      false,
      `the content policy of the page refuses the widget (${name})`,
      `add ${origin} to ${name} in Content-Security-Policy`,
    ),
  );
}

/** Whether a policy's directive, or `default-src`, allows an origin: https://www.w3.org/TR/CSP3/#match-url-to-source-expression */
function allows(policy: string, name: string, origin: string, pageOrigin: string): boolean {
  const directives = new Map(
    policy.split(';').map((directive) => {
      const [key = '', ...sources] = directive.trim().split(/\s+/);
      return [key.toLowerCase(), sources] as const;
    }),
  );
  const sources = directives.get(name) ?? directives.get('default-src');
  return sources === undefined || sources.some((source) => matches(source, origin, pageOrigin));
}

function matches(source: string, origin: string, pageOrigin: string): boolean {
  const { protocol, host, hostname } = new URL(origin);
  const written = source.toLowerCase().replace(/\/$/, '');
  if (written === '*' || written === protocol || written === origin || written === host) return true;
  if (written === "'self'") return origin === pageOrigin;
  const [, wildcard] = /^(?:https?:\/\/)?\*(\.[^:/]+)/.exec(written) ?? [];
  return wildcard !== undefined && hostname.endsWith(wildcard);
}
