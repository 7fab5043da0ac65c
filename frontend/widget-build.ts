import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { build, type InlineConfig, type Plugin, type Rollup } from 'vite';
import type { ViewNode } from './dom/view-node.ts';
import { languageParts, wordsFolder } from './language-parts.ts';
import { fillMarkup } from './page-markup.ts';

const frontend = import.meta.dirname;
const widget = join(frontend, 'widget');

/**
 * Builds the widget beside the page: the loader as widget.js and widget/v1.js, and what it loads later below widget/.
 * The loader is the same for every installation, so that a page can pin it by its hash.
 */
export function widgetFiles(define: Record<string, string>): Plugin {
  return {
    name: 'widget',
    apply: 'build',
    async generateBundle() {
      const loader = await bundle({
        define,
        build: { lib: { entry: join(widget, 'loader/main.ts'), formats: ['iife'], name: 'callbackWidget' } },
      });
      for (const { code } of loader.filter((file) => file.type === 'chunk'))
        for (const fileName of ['widget.js', 'widget/v1.js'])
          this.emitFile({ type: 'asset', fileName, source: code });
      const form = await bundle({
        // Here the scripts stand one folder above the words.
        define: { ...define, wordsFolder: JSON.stringify(wordsFolder().replace('./', './assets/')) },
        plugins: [views(), styles(), languageParts()],
        base: './',
        build: {
          lib: {
            entry: {
              form: join(widget, 'dialog/form.ts'),
              diagnosis: join(widget, 'diagnosis/diagnosis.ts'),
            },
            formats: ['es'],
          },
          rolldownOptions: {
            preserveEntrySignatures: 'allow-extension',
            output: { minify: true, chunkFileNames: 'assets/[name]-[hash].js' },
          },
        },
      });
      // The styles of a view are in the one sheet already.
      for (const file of form.filter(({ fileName }) => !fileName.endsWith('.css')))
        this.emitFile({
          type: 'asset',
          fileName: `widget/${file.fileName}`,
          source: file.type === 'chunk' ? file.code : file.source,
        });
    },
  };
}

async function bundle(options: InlineConfig): Promise<(Rollup.OutputChunk | Rollup.OutputAsset)[]> {
  const built = await build({
    root: frontend,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    worker: { format: 'es' },
    ...options,
    build: { target: 'es2023', write: false, ...options.build },
  });
  return [built].flat().flatMap((each) => ('output' in each ? each.output : []));
}

/** The page's body as data, for websites that forbid markup in strings. */
function views(): Plugin {
  return virtual('virtual:widget-views', () => {
    const html = fillMarkup(readFileSync(join(frontend, 'index.html'), 'utf8'));
    const body = find(parse(html), 'body');
    return `export default ${JSON.stringify(body.childNodes.flatMap(viewOf))};`;
  });
}

const leftOut = ['script', 'noscript', '#comment'];
/** The website has landmarks of its own, so these become plain elements with a class. */
const landmarks = ['header', 'main'];

function viewOf(node: DefaultTreeAdapterTypes.ChildNode): ViewNode[] {
  if (leftOut.includes(node.nodeName)) return [];
  if (node.nodeName === '#text') {
    const { value } = node as DefaultTreeAdapterTypes.TextNode;
    return /^\s*\n\s*$/.test(value) ? [] : [value.replace(/\s+/g, ' ')];
  }
  const { tagName, attrs, childNodes } = node as DefaultTreeAdapterTypes.Element;
  const attributes = Object.fromEntries(attrs.map(({ name, value }) => [name, value]));
  // Websites seldom allow images of other origins, so the dialog shows only a logo that the owner has set.
  if (attributes.id === 'logo') delete attributes.src;
  if (tagName === 'option') delete attributes.lang;
  const name = landmarks.includes(tagName) ? 'div' : tagName;
  if (name !== tagName) attributes.class = tagName;
  return [[name, attributes, ...childNodes.flatMap(viewOf)]];
}

function find(tree: DefaultTreeAdapterTypes.Document, name: string): DefaultTreeAdapterTypes.Element {
  const html = tree.childNodes.find((node) => node.nodeName === 'html') as DefaultTreeAdapterTypes.Element;
  return html.childNodes.find((node) => node.nodeName === name) as DefaultTreeAdapterTypes.Element;
}

const sheets = [
  'styles/theme.css',
  'styles/base.css',
  'styles/form.css',
  'styles/dialogs.css',
  'styles/sign-in.css',
  'styles/states.css',
  'widget/dialog/widget.css',
];

/** The page's styles, for a shadow root: a website's own size of `rem` has no effect there. */
function styles(): Plugin {
  return virtual('virtual:widget-styles', () => {
    const css = sheets.map((file) => readFileSync(join(frontend, file), 'utf8')).join('\n');
    const dialogCss = readFileSync(join(widget, 'dialog/dialog.css'), 'utf8');
    return `export default ${JSON.stringify(forShadowRoot(css))};
      export const dialogCss = ${JSON.stringify(forShadowRoot(dialogCss))};`;
  });
}

const rootPx = 16;

function forShadowRoot(css: string): string {
  return css
    .replace(
      /\/\*.*?\*\/|@import [^;]+;|(?:-webkit-)?text-size-adjust:[^;]+;|scroll-padding-bottom:[^;]+;/gs,
      '',
    )
    .replaceAll('#ffffff', '#fff')
    .replace(
      /@media \(prefers-color-scheme: dark\) \{\s*:root (\{.*?\})\s*\}/s,
      ':host([data-scheme="dark"]) $1',
    )
    .replace(/^(?::root|html|body) \{/gm, ':host {')
    .replace(/^( *)(header|main)\b/gm, '$1.$2')
    .replace(/(\d*\.?\d+)rem\b/g, (_, size: string) => `${Number(size) * rootPx}px`)
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?|(:) /g, '$1$2')
    .replaceAll(';}', '}')
    .replace(/\b0(\.\d)/g, '$1');
}

function virtual(name: string, load: () => string): Plugin {
  return {
    name,
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? load() : undefined),
  };
}
