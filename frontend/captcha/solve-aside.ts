import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import solverUrl from './solver-worker.ts?worker&url';

type WorkerPolicy = { createScriptURL(url: string): string };

type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): WorkerPolicy;
};

/** The page's policy lets nothing name a script but this, and this names one script. */
const policy: WorkerPolicy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'captcha-solver',
  { createScriptURL: () => solverUrl },
) ?? {
  createScriptURL: () => solverUrl,
};

/** Solves a puzzle in a worker; its file is loaded now and not before. Rejects when there is none to be had. */
export function solveAside(puzzle: CaptchaPuzzle): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(policy.createScriptURL(solverUrl), { type: 'module' });
    const end = (finish: () => void) => {
      worker.terminate();
      finish();
    };
    worker.onmessage = ({ data }: MessageEvent<string>) => end(() => resolve(data));
    worker.onerror = () => end(() => reject(new Error('The captcha worker did not start.')));
    worker.postMessage(puzzle);
  });
}
