/** What the files of one layer may import besides each other. */
export type Layer = {
  /** Names of other layers; `types of X` lets only `import type` through; `any` leaves them free. */
  imports: readonly string[] | 'any';
  /** Names of packages, Node's own modules as `node:`; `any` leaves them free. */
  packages: readonly string[] | 'any';
};

const core = ['backend/domain', 'backend/ports', 'contract/digits.ts', 'languages'];
const adapter: Layer = { imports: [...core, 'backend/adapters/web'], packages: 'any' };
const free: Layer = { imports: 'any', packages: 'any' };

/**
 * The layers, from the inside out. A key is a folder or a file below the root, and a file belongs to its longest key.
 * A key that ends in a slash covers the files of that folder, not its subfolders. A source file without a layer is an
 * error, so a new layer gets its row here first.
 */
export const layers: Readonly<Record<string, Layer>> = {
  languages: { imports: [], packages: [] },
  'backend/domain': { imports: ['contract/digits.ts', 'languages'], packages: [] },
  'backend/ports': { imports: ['backend/domain', 'types of languages'], packages: [] },
  'backend/usecases': { imports: core, packages: [] },
  'backend/effects': { imports: [...core, 'backend/usecases'], packages: [] },
  'backend/adapters/captcha': adapter,
  'backend/adapters/notice': adapter,
  'backend/adapters/oauth': adapter,
  'backend/adapters/sql': adapter,
  'backend/adapters/system': adapter,
  'backend/adapters/twilio': adapter,
  'backend/adapters/service': { imports: [...core, 'backend/adapters/system'], packages: ['node:'] },
  'backend/adapters/web': { imports: [], packages: ['node:'] },
  'backend/config': { imports: core, packages: 'any' },
  'backend/doctor': {
    imports: [
      ...core,
      'backend/adapters/*',
      'backend/config',
      'backend/doctor/live-warnings.ts',
      'types of contract',
    ],
    packages: 'any',
  },
  'backend/doctor/live-warnings.ts': { imports: ['types of contract'], packages: [] },
  'backend/http': {
    imports: [
      ...core,
      'backend/usecases',
      'backend/doctor/live-warnings.ts',
      'contract',
      'contract/brand.ts',
      'contract/in-app-browser.ts',
    ],
    packages: 'any',
  },
  'backend/cli': {
    imports: [
      ...core,
      'backend/usecases',
      'backend/adapters/web',
      'backend/config',
      'backend/doctor',
      'backend/doctor/live-warnings.ts',
      'backend/operations',
      'backend/adapters/service',
      'backend/adapters/system',
      'backend/adapters/twilio',
      'contract',
    ],
    packages: 'any',
  },
  'backend/operations': {
    imports: [...core, 'backend/adapters/sql', 'backend/adapters/system', 'backend/config'],
    packages: 'any',
  },
  'backend/': { imports: ['backend/*', 'types of contract'], packages: 'any' },
  contract: { imports: ['contract/digits.ts', 'languages'], packages: ['zod'] },
  'contract/brand.ts': { imports: [], packages: ['node:'] },
  'contract/digits.ts': { imports: [], packages: [] },
  'contract/in-app-browser.ts': { imports: [], packages: [] },
  frontend: {
    imports: ['types of contract', 'contract/digits.ts', 'contract/in-app-browser.ts', 'languages'],
    packages: [],
  },
  'frontend/admin': {
    imports: ['types of contract', 'frontend'],
    packages: ['preact', '@preact/signals', 'tinykeys', 'uplot'],
  },
  'frontend/widget': {
    imports: ['types of contract', 'frontend'],
    packages: ['virtual:widget-styles', 'virtual:widget-views'],
  },
  'frontend/widget-build.ts': { imports: ['frontend', 'frontend/language-parts.ts'], packages: 'any' },
  'frontend/vite.config.ts': {
    imports: [
      'contract',
      'contract/brand.ts',
      'frontend',
      'frontend/widget-build.ts',
      'frontend/language-parts.ts',
    ],
    packages: 'any',
  },
  'frontend/language-parts.ts': { imports: [], packages: 'any' },
  simulator: { imports: [], packages: 'any' },
  'simulator/page': { imports: ['types of simulator'], packages: ['uqr'] },
  tools: { imports: ['languages', 'backend/domain', 'backend/operations', 'test'], packages: 'any' },
  scripts: { imports: [], packages: 'any' },
  test: free,
  bench: free,
};

/** The name of the layer that a file belongs to; undefined for a file that no row covers. */
export function layerOf(path: string): string | undefined {
  return Object.keys(layers)
    .filter((key) => covers(key, path))
    .sort((a, b) => b.length - a.length)[0];
}

function covers(key: string, path: string): boolean {
  if (key.endsWith('/')) return path.startsWith(key) && !path.slice(key.length).includes('/');
  return path === key || path.startsWith(`${key}/`);
}
