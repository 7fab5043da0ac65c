import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where macOS keeps them, outside PATH. */
const applications = ['Chromium', 'Google Chrome'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/** The browser that CHROMIUM_PATH names, or the first Chromium that is installed. Throws `no-browser` with the fix. */
export function findBrowser(environment: NodeJS.ProcessEnv = process.env): string {
  const { CHROMIUM_PATH: named, PATH = '' } = environment;
  const places = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = (named ? [named] : [...places, ...applications]).find(isExecutable);
  if (found !== undefined) return found;
  const where = named ? `CHROMIUM_PATH names "${named}", where there is none` : 'there is none in PATH';
  throw Object.assign(
    new Error(
      `The browser tests need Chromium, but ${where}. Install it (apt-get install chromium), or name yours: ` +
        'CHROMIUM_PATH=/path/to/chromium.',
    ),
    { code: 'no-browser' },
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
