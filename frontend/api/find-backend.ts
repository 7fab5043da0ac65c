import type { SiteInfo } from '../../contract/site.ts';
import { debug } from '../debug.ts';
import type { Candidate } from './backend-candidates.ts';
import { type Answer, fetchJson } from './fetch-json.ts';

export type BackendFinder = {
  /** The address of the API without a slash at the end. Looks for it until it was found once. */
  find(): Promise<Answer<{ base: string; site: SiteInfo }>>;
};

/** Asks each candidate in turn what site it serves; the first that answers is kept. */
export function createBackendFinder(candidates: readonly Candidate[]): BackendFinder {
  let search: ReturnType<BackendFinder['find']> | undefined;

  async function look(): ReturnType<BackendFinder['find']> {
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
      search ??= look();
      return search;
    },
  };
}
