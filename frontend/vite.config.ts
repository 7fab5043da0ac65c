import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, loadEnv, type Plugin, type UserConfig } from 'vite';
import { contentPolicy, fillMarkup } from './page-markup.ts';

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
}): UserConfig {
  return {
    root: here,
    base: './',
    logLevel: 'warn',
    define: { BACKEND_URL: JSON.stringify(options.backendUrl) },
    publicDir: false,
    worker: { format: 'es' },
    build: {
      outDir: options.outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    plugins: [
      words(),
      policy(options.backendUrl, options.recaptcha ?? false),
      domainName(options.domainFile ?? join(here, 'CNAME')),
    ],
  };
}

function words(): Plugin {
  return { name: 'words', transformIndexHtml: { order: 'pre', handler: fillMarkup } };
}

/** Not while developing: the development server adds scripts of its own to the page. */
function policy(backendUrl: string, recaptcha: boolean): Plugin {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(backendUrl, recaptcha)}" />`;
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: (html) => html.replace('<head>', `<head>\n    ${meta}`),
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

export default defineConfig(({ mode }) => {
  const given = loadEnv(mode, project, ['BACKEND_URL', 'RECAPTCHA_SITE_KEY']);
  const recaptcha = (given.RECAPTCHA_SITE_KEY ?? '').trim() !== '';
  return pageBuild({
    backendUrl: backendUrlFrom(given.BACKEND_URL),
    outDir: join(project, 'dist/page'),
    recaptcha,
  });
});
