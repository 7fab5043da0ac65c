import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import { solvePuzzle } from './solve-puzzle.ts';

/** Works beside the page, so that typing never waits for it. */
addEventListener('message', ({ data }: MessageEvent<CaptchaPuzzle>) => postMessage(solvePuzzle(data)));
