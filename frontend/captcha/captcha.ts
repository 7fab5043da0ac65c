import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import type { SiteInfo } from '../../contract/site.ts';
import type { Api } from '../api.ts';
import type { Answer } from '../ask.ts';
import { solveAside } from './solve-aside.ts';

/** A solution that is older than this, milliseconds, is not sent: it might expire on the way. */
const freshFor = 540_000;

/** Undefined where the site asks for nothing. */
type Solved = Answer<string | undefined>;

/** What the site wants to see beside a request, worked out while the visitor still types. */
export function createCaptcha(api: Pick<Api, 'site' | 'puzzle'>) {
  let begun: { solution: Promise<Solved>; at: number } | undefined;

  function solution(): Promise<Solved> {
    if (begun === undefined || performance.now() - begun.at > freshFor)
      begun = { solution: work(api), at: performance.now() };
    return begun.solution;
  }

  return {
    /** Starts the work; a fault shows when the solution is asked for. */
    begin: () => void solution(),
    async solution(): Promise<Solved> {
      const solved = await solution();
      if (!solved.ok) begun = undefined;
      return solved;
    },
    /** A solution counts once. */
    forget(): void {
      begun = undefined;
    },
  };
}

/** What cannot be loaded counts as a network that is away: it is tried again. */
async function work(api: Pick<Api, 'site' | 'puzzle'>): Promise<Solved> {
  try {
    return await answerSite(api);
  } catch {
    return { ok: false, reason: 'network' };
  }
}

async function answerSite(api: Pick<Api, 'site' | 'puzzle'>): Promise<Solved> {
  const site: Answer<SiteInfo> = await api.site();
  if (!site.ok) return site;
  const { kind, site_key: siteKey } = site.body.captcha;
  if (kind === 'none') return { ok: true, body: undefined };
  if (kind === 'recaptcha') {
    const { askPerson } = await import('./recaptcha.ts');
    return { ok: true, body: await askPerson(siteKey ?? '') };
  }
  const puzzle: Answer<CaptchaPuzzle> = await api.puzzle();
  return puzzle.ok ? { ok: true, body: await solve(puzzle.body) } : puzzle;
}

/** Where no worker can be had, the page itself stands still for the moment that it takes. */
async function solve(puzzle: CaptchaPuzzle): Promise<string> {
  try {
    return await solveAside(puzzle);
  } catch {
    const { solvePuzzle } = await import('./solve-puzzle.ts');
    return solvePuzzle(puzzle);
  }
}
