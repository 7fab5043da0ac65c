import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import type { SiteInfo } from '../../contract/site.ts';
import type { CallbackApi } from '../api/callback-api.ts';
import type { Answer } from '../api/fetch-json.ts';
import { trustedScript } from '../dom/elements.ts';
import solverUrl from './solver-worker.ts?worker&url';

/**
 * Maximum age of a solution to be sent, shorter than the server's limit: it must not expire on the way. Clocks that count
 * from the page's start stand still while some computers sleep, so the time of day counts.
 */
const maxAgeMs = 540_000;

/** `solution` is undefined if the site requires no captcha. An automatic one needs nothing from the visitor. */
type Solved = Answer<{ solution: string | undefined; isAutomatic: boolean }>;

type CaptchaApi = Pick<CallbackApi, 'site' | 'puzzle'>;

/** Solves the site's captcha in the background while the visitor types. */
export function createCaptcha(api: CaptchaApi) {
  let started: { solution: Promise<Solved>; at: number } | undefined;

  function solution(): Promise<Solved> {
    if (started === undefined || Date.now() - started.at > maxAgeMs)
      started = { solution: solveForSite(api), at: Date.now() };
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

/** Solves a puzzle for a further code. Google's checkbox is not shown again. */
export function solveAgain(api: CaptchaApi): Promise<Solved> {
  return solveForSite(api, true);
}

/** Reports a script that cannot be loaded as a network failure, so that it is retried. */
async function solveForSite(api: CaptchaApi, onlyPuzzles = false): Promise<Solved> {
  try {
    return await loadAndSolve(api, onlyPuzzles);
  } catch {
    return { ok: false, reason: 'network' };
  }
}

async function loadAndSolve(api: CaptchaApi, onlyPuzzles: boolean): Promise<Solved> {
  const site: Answer<SiteInfo> = await api.site();
  if (!site.ok) return site;
  const { kind, site_key: siteKey } = site.body.captcha;
  if (kind === 'none' || (onlyPuzzles && kind !== 'altcha')) return solvedBy(undefined, true);
  if (kind === 'recaptcha') {
    const { showRecaptcha } = await import('./recaptcha.ts');
    return solvedBy(await showRecaptcha(siteKey ?? ''), false);
  }
  const puzzle: Answer<CaptchaPuzzle> = await api.puzzle();
  return puzzle.ok ? solvedBy(await solve(puzzle.body), true) : puzzle;
}

function solvedBy(solution: string | undefined, isAutomatic: boolean): Solved {
  return { ok: true, body: { solution, isAutomatic } };
}

/** Without a worker, the puzzle is solved on the page. Browsers start workers only from the page's own origin. */
async function solve(puzzle: CaptchaPuzzle): Promise<string> {
  try {
    if (new URL(solverUrl, location.href).origin === location.origin) return await solveInWorker(puzzle);
  } catch {
    // The worker did not start.
  }
  const { solvePuzzle } = await import('./solve-puzzle.ts');
  return solvePuzzle(puzzle);
}

let solverAddress: string | undefined;

/** Loads the worker and solves a puzzle in it. Rejects if the worker does not start. */
function solveInWorker(puzzle: CaptchaPuzzle): Promise<string> {
  return new Promise((resolve, reject) => {
    solverAddress ??= trustedScript('captcha-solver', solverUrl);
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
