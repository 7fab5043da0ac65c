import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, loadEnv, type Plugin, type UserConfig } from 'vite';
import { fillPolicyPage, type PolicyFacts, policyPages } from '../contract/policy-page.ts';
import { contentPolicy, fillMarkup, readingPolicy } from './page-markup.ts';

const here = import.meta.dirname;
const project = join(here, '..');

/**
 * How the page is built. `backendUrl` is the API's address without a slash at the end; empty means that the page is
 * served by the API itself. Paths in the page are relative, so that it may lie below any address.
 */
export function pageBuild(options: {
  backendUrl: string;
  outDir: string;
  /** Whether Google's captcha may be loaded. */
  recaptcha?: boolean;
  /** The file with the site's own domain, where there is one. */
  domainFile?: string;
  /** What the pages about privacy say; left out where the API serves them and fills it in by its own settings. */
  facts?: PolicyFacts | undefined;
}): UserConfig {
  return {
    root: here,
    base: './',
    logLevel: 'warn',
    define: { builtBackendUrl: JSON.stringify(options.backendUrl) },
    publicDir: false,
    worker: { format: 'es' },
    build: {
      outDir: options.outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: ['index.html', ...policyPages].map((page) => join(here, page)) },
    },
    plugins: [
      words(options.facts),
      policy(contentPolicy(options.backendUrl, options.recaptcha ?? false)),
      domainName(options.domainFile ?? join(here, 'CNAME')),
    ],
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

/** Not while developing: the development server adds scripts of its own to the page. */
function policy(ofForm: string): Plugin {
  const meta = (content: string) => `<meta http-equiv="Content-Security-Policy" content="${content}" />`;
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: (html, { path }) =>
      html.replace('<head>', `<head>\n    ${meta(isForm(path) ? ofForm : readingPolicy)}`),
  };
}

/** GitHub Pages reads the site's own domain from a file beside the page. */
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

/** Without a name the business goes by its host, as it does where the API serves the page. */
function policyFactsFrom(given: Record<string, string>, backendUrl: string): PolicyFacts {
  const value = (name: string) => given[name]?.trim() || undefined;
  const retentionDays = Number(value('RETENTION_DAYS') ?? 90);
  if (!Number.isSafeInteger(retentionDays) || retentionDays < 0) {
    throw Object.assign(
      new Error(
        `RETENTION_DAYS "${given.RETENTION_DAYS}" is no number of days. Write 90, or 0 to keep requests.`,
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

export default defineConfig(({ mode }) => {
  const given = loadEnv(mode, project, [
    'BACKEND_URL',
    'RECAPTCHA_SITE_KEY',
    'BUSINESS_NAME',
    'FRONTEND_URL',
    'RETENTION_DAYS',
    'PRIVACY_CONTACT',
  ]);
  const backendUrl = backendUrlFrom(given.BACKEND_URL);
  const build = pageBuild({
    backendUrl,
    // What this machine serves stays as it is when a page is built for elsewhere.
    outDir: join(project, backendUrl === '' ? 'dist/page' : 'dist/site'),
    recaptcha: (given.RECAPTCHA_SITE_KEY ?? '').trim() !== '',
    facts: backendUrl === '' ? undefined : policyFactsFrom(given, backendUrl),
  });
  return { ...build, logLevel: 'info' };
});
