import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPage } from '../support/build-page.ts';
import { serveFolder } from './serve-folder.ts';

export type HostedPage = {
  origin: string;
  url: string;
  /** Builds the page for an API at this address, unless the last build was for it. */
  publish(backendUrl: string): Promise<void>;
  close(): Promise<void>;
};

/** Serves the page from another site than the API's. Names below localhost are secure contexts, so hashing works. */
export async function hostPage(): Promise<HostedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'callback-hosted-'));
  const host = await serveFolder(folder);
  const built = new Map<string, Promise<void>>();
  const origin = `http://pages.localhost:${host.port}`;
  return {
    origin,
    url: `${origin}/site/`,
    async publish(backendUrl) {
      if (!built.has(backendUrl)) built.clear();
      const build = built.get(backendUrl) ?? buildPage({ backendUrl, outDir: folder });
      built.set(backendUrl, build);
      await build;
    },
    async close() {
      await host.close();
      await rm(folder, { recursive: true });
    },
  };
}
