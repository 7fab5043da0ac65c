import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import type { SiteInfo } from '../../contract/site.ts';
import type { CallbackApi } from '../api/callback-api.ts';
import type { Answer } from '../api/fetch-json.ts';
import { trustedScript } from '../dom/elements.ts';
import solverUrl from './solver-worker.ts?worker&url';

/** A solution that is older than this, milliseconds, is not sent: it might expire on the way. */
const freshFor = 540_000;

/** Undefined where the site asks for nothing. */
type Solved = Answer<string | undefined>;

/** What the site wants to see beside a request, worked out while the visitor still types. */
export function createCaptcha(api: Pick<CallbackApi, 'site' | 'puzzle'>) {
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
async function work(api: Pick<CallbackApi, 'site' | 'puzzle'>): Promise<Solved> {
  try {
    return await answerSite(api);
  } catch {
    return { ok: false, reason: 'network' };
  }
}

async function answerSite(api: Pick<CallbackApi, 'site' | 'puzzle'>): Promise<Solved> {
  const site: Answer<SiteInfo> = await api.site();
  if (!site.ok) return site;
  const { kind, site_key: siteKey } = site.body.captcha;
  if (kind === 'none') return { ok: true, body: undefined };
  if (kind === 'recaptcha') {
    const { showRecaptcha } = await import('./recaptcha.ts');
    return { ok: true, body: await showRecaptcha(siteKey ?? '') };
  }
  const puzzle: Answer<CaptchaPuzzle> = await api.puzzle();
  return puzzle.ok ? { ok: true, body: await solve(puzzle.body) } : puzzle;
}

/** Where no worker can be had, the page itself stands still for the moment that it takes. */
async function solve(puzzle: CaptchaPuzzle): Promise<string> {
  try {
    return await solveInWorker(puzzle);
  } catch {
    const { solvePuzzle } = await import('./solve-puzzle.ts');
    return solvePuzzle(puzzle);
  }
}

const solverAddress = trustedScript('captcha-solver', solverUrl);

/** Solves a puzzle in a worker; its file is loaded now and not before. Rejects when there is none to be had. */
function solveInWorker(puzzle: CaptchaPuzzle): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(solverAddress, { type: 'module' });
    const end = (finish: () => void) => {
      worker.terminate();
      finish();
    };
    worker.onmessage = ({ data }: MessageEvent<string>) => end(() => resolve(data));
    worker.onerror = () => end(() => reject(new Error('The captcha worker did not start.')));
    worker.postMessage(puzzle);
  });
}
