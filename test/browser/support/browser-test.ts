import { type TestContext, test } from 'node:test';
import { findBrowser } from './find-browser.ts';

/** Maximum duration of one browser test (ms). */
const patience = 90_000;

/**
 * A test that needs a browser. Without one it fails on a build machine (CI). Elsewhere it is skipped, with a hint how
 * to get one.
 */
export function browserTest(name: string, body: (t: TestContext) => Promise<void>): void {
  test(name, { skip: whySkipped() ?? false, timeout: patience }, body);
}

/** The reason to skip browser tests; `undefined` when they run. */
export function whySkipped(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (environment.CI) return undefined;
  try {
    findBrowser(environment);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
