import type { SiteInfo } from '../../contract/site.ts';
import { debug } from '../debug.ts';
import type { Candidate } from './backend-candidates.ts';
import { type Answer, fetchJson } from './fetch-json.ts';

export type BackendFinder = {
  /** Returns the API's address without a trailing slash. Searches again until one search succeeds. */
  find(): Promise<Answer<{ base: string; site: SiteInfo }>>;
};

/** Asks the candidates in order which site they serve, and keeps the first that answers. */
export function createBackendFinder(candidates: readonly Candidate[]): BackendFinder {
  let search: ReturnType<BackendFinder['find']> | undefined;

  async function findFirst(): ReturnType<BackendFinder['find']> {
    for (const { base, timeoutMs } of candidates) {
      const answer = await fetchJson<SiteInfo>(`${base}/api/v1/site`, { timeoutMs });
      if (!answer.ok || typeof answer.body.business_name !== 'string') continue;
      debug('backend found', { base });
      return { ok: true, body: { base, site: answer.body } };
    }
    search = undefined;
    return { ok: false, reason: 'network' };
  }

  return {
    find() {
      search ??= findFirst();
      return search;
    },
  };
}
