import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import { trustedScript } from '../trusted-script.ts';
import solverUrl from './solver-worker.ts?worker&url';

const address = trustedScript('captcha-solver', solverUrl);

/** Solves a puzzle in a worker; its file is loaded now and not before. Rejects when there is none to be had. */
export function solveAside(puzzle: CaptchaPuzzle): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(address, { type: 'module' });
    const end = (finish: () => void) => {
      worker.terminate();
      finish();
    };
    worker.onmessage = ({ data }: MessageEvent<string>) => end(() => resolve(data));
    worker.onerror = () => end(() => reject(new Error('The captcha worker did not start.')));
    worker.postMessage(puzzle);
  });
}
