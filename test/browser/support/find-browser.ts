import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The same engine without a window around it: it needs less than half of the CPU time. */
const headlessNames = ['chromium-headless-shell', 'chrome-headless-shell'];

/** Locations on macOS, outside PATH. */
const applications = ['Chromium', 'Google Chrome'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/** Returns the browser in CHROMIUM_PATH, or the first installed Chromium. Throws `no-browser` with the fix. */
export function findBrowser(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment.CHROMIUM_PATH;
  const places = named ? [named] : [...placesIn(environment, names), ...applications];
  const found = places.find(isExecutable);
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

/** Returns the headless Chromium if one is installed, else what `findBrowser` returns. */
export function findHeadlessBrowser(environment: NodeJS.ProcessEnv = process.env): string {
  const headless = environment.CHROMIUM_PATH ? [] : placesIn(environment, headlessNames);
  return headless.find(isExecutable) ?? findBrowser(environment);
}

function placesIn(environment: NodeJS.ProcessEnv, names: readonly string[]): string[] {
  const path = environment.PATH ?? '';
  return path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
