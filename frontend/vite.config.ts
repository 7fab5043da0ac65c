import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, loadEnv, type Plugin, type UserConfig } from 'vite';
import { addBrandColor } from '../contract/brand.ts';
import { fillPolicyPage, type PolicyFacts, policyPages } from '../contract/policy-page.ts';
import { languageParts, wordsFolder } from './language-parts.ts';
import { contentPolicy, dashboardPolicy, fillMarkup, readingPolicy } from './page-markup.ts';
import { widgetFiles } from './widget-build.ts';

const here = import.meta.dirname;
const project = join(here, '..');

/** Returns the build's settings. Paths in the built pages are relative, so that they work below any address. */
export function pageBuild(options: {
  /** Address of the API without a trailing slash. Empty when the API itself serves the page. */
  backendUrl: string;
  outDir: string;
  /** Address of the brand's logo, which the content policy allows; '' for none. */
  logoUrl?: string;
  /** Colour of the brand, such as `#1d5fd1`; '' for the page's own. */
  brandColor?: string;
  /** Allows Google's captcha in the content policy. */
  recaptcha?: boolean;
  /** Path of GitHub Pages' CNAME file. The default is frontend/CNAME, if that exists. */
  domainFile?: string;
  /** Facts for the policy pages. Undefined when the API serves them and fills them from its own settings. */
  facts?: PolicyFacts | undefined;
  /** The commit that is built, and its repository at GitHub, such as `owner/name`. */
  builtFrom?: { repository: string; commit: string };
  /** The development server serves the page. */
  isDevelopment?: boolean;
}): UserConfig {
  const builtFrom = options.builtFrom ?? { repository: '', commit: '' };
  const define = {
    builtBackendUrl: JSON.stringify(options.backendUrl),
    builtFrom: JSON.stringify(builtFrom),
    isDevelopment: JSON.stringify(options.isDevelopment ?? false),
    wordsFolder: JSON.stringify(wordsFolder()),
  };
  return {
    root: here,
    base: './',
    logLevel: 'warn',
    define,
    publicDir: false,
    worker: { format: 'es' },
    build: {
      outDir: options.outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: false,
      target: 'es2023',
      rolldownOptions: {
        // A busy machine is no fault of the build.
        checks: { bundlerTimings: false },
        input: ['index.html', 'admin/dashboard.html', ...policyPages].map((page) => join(here, page)),
        // Without groups, each file that two lazy views share is a request of its own.
        output: { codeSplitting: { groups: chunks } },
      },
    },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [
      shortPreload(),
      languageParts(),
      words(options.facts),
      policy({
        form: contentPolicy(options.backendUrl, options.recaptcha ?? false, options.logoUrl),
        dashboard: dashboardPolicy(options.backendUrl, builtFrom.repository !== ''),
      }),
      brandColor(options.brandColor ?? ''),
      widgetFiles(define),
      domainName(options.domainFile ?? join(here, 'CNAME')),
    ],
  };
}

const firstFiles = [
  'api/(?!follow-callback)',
  'dom/(?!code-field)',
  'views/(?:form|site)-view',
  'views/(?:page-flow|start-form)',
  'words/(?:page|problems|format)',
  'sign-in/(?:saved-form|sign-in-row|sign-in-return)',
  'page.ts',
  'debug.ts',
];
const firstPattern = new RegExp(
  `/frontend/(?!admin/)(?:${firstFiles.join('|')})|/contract/in-app-browser|/languages/(?:fill|languages)`,
);

/** What the page needs before the first click, in one file: it compresses better than many small ones. */
function isNeededFirst(file: string): boolean {
  return firstPattern.test(file.replaceAll('\\', '/'));
}

/**
 * A group includes what it imports, so files that both the visitor's page and the dashboard use go first. The
 * dashboard loads what its list needs, then its other pages together, then the charts.
 */
const chunks = [
  {
    name: 'both',
    test: /frontend\/(?:api\/(?:backend-candidates|fetch-json|find-backend|retry-until-answered|tab-storage)|debug)|preload-helper/,
    priority: 5,
  },
  { name: 'first', test: isNeededFirst, priority: 4 },
  // What loads while the visitor types, in one file for the same reason.
  {
    name: 'follow',
    test: /frontend\/(?:views\/(?!refused-origin)|dom\/code-field|captcha\/captcha\.ts|words\/|api\/follow)/,
    priority: 3,
  },
  {
    name: 'dashboard',
    test: /frontend\/admin\/(?!views\/pages).*\.tsx?$|node_modules\/(?:@?preact|tinykeys)/,
    priority: 3,
  },
  { name: 'dashboard-pages', test: /frontend\/admin\/views\/pages\/(?!day-chart)/, priority: 2 },
  { name: 'dashboard-charts', test: /uplot|day-chart/, priority: 1 },
];

/**
 * Vite's own helper is as large as the form's script. It preloads scripts too, which this build does not do: what is left
 * is a style sheet that is shown before its script runs.
 */
function shortPreload(): Plugin {
  const code = `const sheets = {};
    function load(url) {
      return new Promise((resolve, reject) => {
        const link = document.createElement('link');
        const onerror = () => {
          delete sheets[url];
          link.remove();
          reject(new Error('A style sheet was not loaded.'));
        };
        Object.assign(link, { rel: 'stylesheet', href: url, onload: resolve, onerror });
        document.head.append(link);
      });
    }
    export function __vitePreload(run, files = [], from) {
      const urls = files.map((file) => new URL(file, from).href);
      return Promise.all(urls.map((url) => (sheets[url] ??= load(url)))).then(run);
    }`;
  return {
    name: 'short-preload',
    enforce: 'pre',
    apply: 'build',
    load: (id) => (id === '\0vite/preload-helper.js' ? code : undefined),
  };
}

function words(facts: PolicyFacts | undefined): Plugin {
  const fill = (html: string) => (facts === undefined ? html : fillPolicyPage(html, facts));
  const handler = (html: string, { path }: { path: string }) =>
    isForm(path) ? fillMarkup(html) : fill(html);
  return { name: 'words', transformIndexHtml: { order: 'pre', handler } };
}

function isForm(path: string): boolean {
  return path.endsWith('/index.html');
}

/** Adds the content policy, in builds only: the development server adds inline scripts to the page. */
function policy(policies: { form: string; dashboard: string }): Plugin {
  const policyOf = (path: string) =>
    isForm(path) ? policies.form : path.endsWith('/dashboard.html') ? policies.dashboard : readingPolicy;
  const meta = (content: string) => `<meta http-equiv="Content-Security-Policy" content="${content}" />`;
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: (html, { path }) => html.replace('<head>', `<head>\n    ${meta(policyOf(path))}`),
  };
}

/** Runs after the style sheets are linked, so that its colours win. */
function brandColor(color: string): Plugin {
  return {
    name: 'brand-color',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { path }) => (color !== '' && isForm(path) ? addBrandColor(html, color) : html),
    },
  };
}

function brandColorFrom(value = ''): string {
  const color = value.trim();
  if (color === '' || /^#[0-9a-f]{6}$/i.test(color)) return color;
  throw Object.assign(new Error(`BRAND_COLOR "${value}" is not a colour. Write it as #1d5fd1.`), {
    code: 'bad-brand-color',
  });
}

/** GitHub Pages reads the site's domain from the CNAME file beside the page. */
function domainName(file: string): Plugin {
  return {
    name: 'domain-name',
    apply: 'build',
    generateBundle() {
      if (existsSync(file)) this.emitFile({ type: 'asset', fileName: 'CNAME', source: readFileSync(file) });
    },
  };
}

function backendUrlFrom(value: string | undefined): string {
  if (value === undefined || value.trim() === '') return '';
  const url = URL.parse(value.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw Object.assign(
      new Error(`BACKEND_URL "${value}" is not a web address. Write it as https://api.example.com.`),
      {
        code: 'bad-backend-url',
      },
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Without BUSINESS_NAME, the host stands for it, as when the API serves the page. */
function policyFactsFrom(given: Record<string, string>, backendUrl: string): PolicyFacts {
  const value = (name: string) => given[name]?.trim() || undefined;
  const retentionDays = Number(value('RETENTION_DAYS') ?? 90);
  if (!Number.isSafeInteger(retentionDays) || retentionDays < 0) {
    throw Object.assign(
      new Error(
        `RETENTION_DAYS "${given.RETENTION_DAYS}" is not a number of days. Write 90, or 0 to keep requests.`,
      ),
      { code: 'bad-retention-days' },
    );
  }
  return {
    businessName:
      value('BUSINESS_NAME') ?? URL.parse(value('FRONTEND_URL') ?? backendUrl)?.hostname ?? 'this business',
    retentionDays,
    contact: value('PRIVACY_CONTACT'),
  };
}

export default defineConfig(({ mode, command }) => {
  const given = loadEnv(mode, project, [
    'BACKEND_URL',
    'RECAPTCHA_SITE_KEY',
    'BUSINESS_NAME',
    'FRONTEND_URL',
    'RETENTION_DAYS',
    'PRIVACY_CONTACT',
    'BRAND_COLOR',
    'BRAND_LOGO_URL',
    'GITHUB_REPOSITORY',
    'GITHUB_SHA',
  ]);
  const backendUrl = backendUrlFrom(given.BACKEND_URL);
  const build = pageBuild({
    backendUrl,
    isDevelopment: command === 'serve',
    // A build for another server does not overwrite the page that this machine serves.
    outDir: join(project, backendUrl === '' ? 'dist/page' : 'dist/site'),
    // The API adds logo and colour to a page that it serves itself.
    logoUrl: backendUrl === '' ? '' : (given.BRAND_LOGO_URL ?? '').trim(),
    brandColor: backendUrl === '' ? '' : brandColorFrom(given.BRAND_COLOR),
    recaptcha: (given.RECAPTCHA_SITE_KEY ?? '').trim() !== '',
    builtFrom: { repository: given.GITHUB_REPOSITORY ?? '', commit: given.GITHUB_SHA ?? '' },
    facts: backendUrl === '' ? undefined : policyFactsFrom(given, backendUrl),
  });
  return { ...build, logLevel: 'info' };
});
