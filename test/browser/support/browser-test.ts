import { type TestContext, test } from 'node:test';
import { findBrowser } from './find-browser.ts';

/**
 * A test that needs a browser. Where there is none it fails on a build machine (CI), and is skipped anywhere else,
 * saying how to get one.
 */
export function browserTest(name: string, body: (t: TestContext) => Promise<void>): void {
  test(name, { skip: whyNot() }, body);
}

function whyNot(): string | false {
  if (process.env.CI) return false;
  try {
    findBrowser();
    return false;
  } catch (error) {
    return (error as Error).message;
  }
}
