import type { SiteInfo } from '../contract/site.ts';
import { type Answer, ask } from './ask.ts';
import type { Candidate } from './backend-candidates.ts';
import { debug } from './debug.ts';

export type Backend = {
  /** The address of the API without a slash at the end. Looks for it until it was found once. */
  find(): Promise<Answer<{ base: string; site: SiteInfo }>>;
};

/** Asks each candidate in turn what site it serves; the first that answers is kept. */
export function createBackend(candidates: readonly Candidate[]): Backend {
  let search: ReturnType<Backend['find']> | undefined;

  async function look(): ReturnType<Backend['find']> {
    for (const { base, patience } of candidates) {
      const answer = await ask<SiteInfo>(`${base}/api/v1/site`, { patience });
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
