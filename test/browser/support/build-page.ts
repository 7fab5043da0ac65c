import { globSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'vite';
import { pageBuild } from '../../../frontend/vite.config.ts';

const project = join(import.meta.dirname, '../../..');
const served = join(project, 'dist/page');

/** Builds the page for an API at `backendUrl` into `outDir`. */
export async function buildPage(options: Parameters<typeof pageBuild>[0]): Promise<void> {
  await build({ ...pageBuild(options), configFile: false });
}

/** Builds the served page from the current sources. Concurrent test files can call this. */
export async function buildServedPage(): Promise<void> {
  const lock = join(project, 'dist/page.lock');
  mkdirSync(join(project, 'dist'), { recursive: true });
  await takeLock(lock);
  try {
    if (isFresh()) return;
    const fresh = `${served}.${process.pid}`;
    await buildPage({ backendUrl: '', outDir: fresh });
    rmSync(served, { recursive: true, force: true });
    renameSync(fresh, served);
  } finally {
    rmSync(lock, { recursive: true });
  }
}

const abandonedAfter = 30_000;

async function takeLock(lock: string): Promise<void> {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (changedAt(lock) < Date.now() - abandonedAfter) rmSync(lock, { recursive: true, force: true });
      await sleep(50);
    }
  }
}

function isFresh(): boolean {
  const sources = globSync('{frontend,languages}/**/*.*', { cwd: project }).map((file) =>
    changedAt(join(project, file)),
  );
  return changedAt(join(served, 'index.html')) > Math.max(...sources);
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
