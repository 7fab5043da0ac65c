import { fetchLimited } from '../../adapters/web/limited-answer.ts';
import type { Config } from '../../config/config.ts';
import { setCommand } from '../../config/read-values.ts';
import { isLoopback } from '../../config/values/url-types.ts';
import { type Check, fail, type Outcome, pass, skip, warn } from '../check.ts';
import { type LiveWarning, liveWarnings } from '../live-warnings.ts';
import { localAddress } from '../server-state.ts';
import type { System } from '../system.ts';

/** What visitors need besides calls: origins, proxy, captcha, sign-in, and what the running server noticed. */
export const visitorChecks: Check[] = [
  { id: 'visitors.origins', title: 'The page may ask this server', run: withConfig(checkOrigins) },
  { id: 'visitors.proxy', title: 'Visitors behind the proxy are told apart', run: withConfig(checkProxy) },
  {
    id: 'visitors.captcha',
    title: 'The captcha keys belong together',
    online: true,
    run: withConfig(checkCaptcha),
  },
  {
    id: 'sign-in.redirects',
    title: 'Sign-in providers can send visitors back',
    run: withConfig(checkRedirects),
  },
  {
    id: 'business.texts',
    title: 'The business gets missed-call messages',
    run: noticed(['business-opted-out']),
  },
  {
    id: 'spending.caps',
    title: 'The spending caps leave room',
    run: noticed(['spending-cap-reached', 'spending-cap-80-percent-used', 'spending-cap-half-used']),
  },
  {
    id: 'server.warnings',
    title: 'The running server noticed nothing else',
    run: noticed([
      'visitors-share-an-address',
      'webhooks-name-another-address',
      'carrier-credentials-rejected',
      'carrier-account-suspended',
      'carrier-number-unusable',
      'public-address-unreachable',
    ]),
  },
];

function withConfig(check: (config: Config, system: System) => Outcome | Promise<Outcome>): Check['run'] {
  return (system) =>
    system.config === undefined
      ? skip('settings.valid reports a wrong setting first')
      : check(system.config, system);
}

/** Reports what the running server found in the requests that it got. */
function noticed(names: LiveWarning[]): Check['run'] {
  return async ({ server }) => {
    const found = await server();
    if (found.kind !== 'ours') return skip('the service is not running');
    const texts = found.warnings.filter((name) => names.includes(name)).map((name) => liveWarnings[name]);
    const [first] = texts;
    if (first === undefined) return pass;
    const finding = texts.some(({ isFatal }) => isFatal) ? fail : warn;
    return finding(texts.map(({ title }) => title).join('; '), first.means, {
      text: texts.map(({ fix }) => fix).join(' '),
    });
  };
}

function checkOrigins({ frontendUrl, site }: Config): Outcome {
  const { origin } = new URL(frontendUrl);
  if (site.origins.includes(origin)) return pass;
  return fail(
    'the origin of FRONTEND_URL is not in ALLOWED_ORIGINS',
    'Browsers refuse every request of the page.',
    {
      text: 'Add it, or leave ALLOWED_ORIGINS empty.',
      commands: [setCommand('ALLOWED_ORIGINS', [...site.origins, origin].join(','))],
    },
  );
}

function checkProxy({ publicBaseUrl, trustedProxies, host }: Config): Outcome {
  const isProxied = publicBaseUrl.startsWith('https:');
  if (!isProxied || trustedProxies.length > 0) return pass;
  const isHere = host === '127.0.0.1' || host === '::1' || host === 'localhost';
  return warn(
    'PUBLIC_BASE_URL is https, and TRUSTED_PROXIES is empty',
    'All visitors share one rate limit.',
    {
      text: 'Name the proxy or tunnel in front of this server.',
      commands: isHere ? [setCommand('TRUSTED_PROXIES', 'loopback')] : [],
    },
  );
}

const verifyUrl = 'https://www.google.com/recaptcha/api/siteverify';
const captchaTimeoutMs = 4_000;

/** Google says whether it knows the secret key, also for a response that no visitor gave. */
async function checkCaptcha({ captcha }: Config): Promise<Outcome> {
  if (captcha?.kind !== 'recaptcha') return pass;
  const body = new URLSearchParams({ secret: captcha.secretKey, response: 'doctor' });
  try {
    const signal = AbortSignal.timeout(captchaTimeoutMs);
    const answer = await fetchLimited(verifyUrl, { method: 'POST', body, signal });
    const { 'error-codes': codes = [] } = (await answer.json()) as { 'error-codes'?: string[] };
    if (!codes.includes('invalid-input-secret')) return pass;
    return fail('Google does not know RECAPTCHA_SECRET_KEY', 'No visitor passes the captcha.', {
      text: 'Copy both keys (reCAPTCHA v2) again, or leave both empty.',
      commands: [
        './run.sh settings unset RECAPTCHA_SITE_KEY',
        './run.sh settings unset RECAPTCHA_SECRET_KEY',
      ],
    });
  } catch {
    return warn('Google did not answer about the captcha', 'Visitors may not pass the captcha.', {
      text: 'Check that this machine reaches www.google.com, or leave both keys empty.',
    });
  }
}

/** Providers compare the redirect URI letter by letter, and refuse http outside this machine. */
function checkRedirects(config: Config): Outcome {
  const providers = Object.keys(config.signIn.clients);
  if (providers.length === 0) return skip('no sign-in provider is set up');
  const base = new URL(config.publicBaseUrl);
  if (base.protocol === 'https:') return pass;
  const uris = providers.map((id) => `${config.publicBaseUrl}/oauth/callback/${id}`).join(', ');
  return warn(
    `the redirect URIs begin with http: ${uris}`,
    isLoopback(base)
      ? 'Sign-in works on this machine only; Facebook, Instagram and X refuse it.'
      : 'The providers refuse it.',
    {
      text: `Set PUBLIC_BASE_URL to the https address in front of ${localAddress(config)}.`,
      docs: 'docs/sign-in/README.md',
    },
  );
}
