import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import type { SiteInfo } from '../../contract/site.ts';
import type { CallbackApi } from '../api/callback-api.ts';
import type { Answer } from '../api/fetch-json.ts';
import { trustedScript } from '../dom/elements.ts';
import solverUrl from './solver-worker.ts?worker&url';

/** Maximum age of a solution to be sent, shorter than the server's limit: it must not expire on the way. */
const maxAgeMs = 540_000;

/** The body is undefined if the site requires no captcha. */
type Solved = Answer<string | undefined>;

/** Solves the site's captcha in the background while the visitor types. */
export function createCaptcha(api: Pick<CallbackApi, 'site' | 'puzzle'>) {
  let started: { solution: Promise<Solved>; at: number } | undefined;

  function solution(): Promise<Solved> {
    if (started === undefined || performance.now() - started.at > maxAgeMs)
      started = { solution: solveForSite(api), at: performance.now() };
    return started.solution;
  }

  return {
    /** Errors are reported by `solution`. */
    start: () => void solution(),
    async solution(): Promise<Solved> {
      const solved = await solution();
      if (!solved.ok) started = undefined;
      return solved;
    },
    /** Discards the solution: the server accepts each one once. */
    renew(): void {
      started = undefined;
    },
  };
}

/** Reports a script that cannot be loaded as a network failure, so that it is retried. */
async function solveForSite(api: Pick<CallbackApi, 'site' | 'puzzle'>): Promise<Solved> {
  try {
    return await loadAndSolve(api);
  } catch {
    return { ok: false, reason: 'network' };
  }
}

async function loadAndSolve(api: Pick<CallbackApi, 'site' | 'puzzle'>): Promise<Solved> {
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

/** Without a worker, the puzzle is solved on the page, which blocks for that time. */
async function solve(puzzle: CaptchaPuzzle): Promise<string> {
  try {
    return await solveInWorker(puzzle);
  } catch {
    const { solvePuzzle } = await import('./solve-puzzle.ts');
    return solvePuzzle(puzzle);
  }
}

const solverAddress = trustedScript('captcha-solver', solverUrl);

/** Loads the worker and solves a puzzle in it. Rejects if the worker does not start. */
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
