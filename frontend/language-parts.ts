import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

const source = join(import.meta.dirname, '../languages');

/** Words of the HTML that the page needs only after the request, and only for a sign-in. It needs all others first. */
const laterMarkup: Record<string, readonly string[]> = {
  follow: ['code', 'status', 'confirm'],
  rare: ['whatsapp'],
};

/** Where the page finds the parts, beside its scripts. The name changes with any word, so that they can be cached. */
export function wordsFolder(): string {
  const hash = createHash('sha256');
  for (const file of languageFiles()) hash.update(readFileSync(file));
  return `./words-${hash.digest('base64url').slice(0, 8)}-`;
}

/** Writes what the page needs of each language: a script for each part, so that it loads one language only. */
export function languageParts(): Plugin {
  return {
    name: 'language-parts',
    generateBundle() {
      for (const [name, code] of Object.entries(parts()))
        this.emitFile({ type: 'asset', fileName: `assets/${wordsFolder().slice(2)}${name}`, source: code });
    },
    configureServer(server) {
      const known = parts();
      server.middlewares.use((request, response, next) => {
        const [, name = ''] = /\/words-[\w-]{8}-([\w-]+\.js)$/.exec(request.url ?? '') ?? [];
        const code = known[name];
        if (code === undefined) return next();
        response.setHeader('content-type', 'text/javascript').end(code);
      });
    },
  };
}

function languageFiles(): string[] {
  return globSync('*.json', { cwd: source })
    .sort()
    .map((file) => join(source, file));
}

/** The code of each part, by its file's name, such as `de-page.js`. English stands in the HTML. */
function parts(): Record<string, string> {
  const all = languageFiles().flatMap((file) => {
    const language = basename(file, '.json');
    const words = JSON.parse(readFileSync(file, 'utf8'));
    return ['page', 'follow', 'rare'].map((part) => {
      const markup = Object.entries<unknown>(words.markup).filter(([key]) => partOf(key) === part);
      const withMarkup = { ...words[part], markup: Object.fromEntries(markup) };
      return [`${language}-${part}.js`, moduleOf(language === 'en' ? words[part] : withMarkup)];
    });
  });
  return Object.fromEntries(all);
}

function partOf(key: string): string {
  return Object.keys(laterMarkup).find((part) => laterMarkup[part]?.includes(key)) ?? 'page';
}

function moduleOf(words: unknown): string {
  return `export default ${JSON.stringify(words)}`;
}
