import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import { solvePuzzle } from './solve-puzzle.ts';

/** Solves puzzles in a worker, so that the page stays responsive. */
addEventListener('message', async ({ data }: MessageEvent<CaptchaPuzzle>) =>
  postMessage(await solvePuzzle(data)),
);
