import { simulate } from '../simulate.ts';
import { callDefects } from './call-defects.ts';
import { carrierDefects } from './carrier-defects.ts';
import { dialDefects } from './dial-defects.ts';
import { noticeDefects } from './notice-defects.ts';
import type { PlantedDefects } from './planted-defects.ts';

/** Not every seed triggers the situation that shows a defect. */
const maxSeeds = 40;

const defects: PlantedDefects = {
  ...callDefects,
  ...carrierDefects,
  ...dialDefects,
  ...noticeDefects,
};

export function listDefects(): string[] {
  return Object.keys(defects);
}

/** The first seed that shows a defect, and the sentence that reports it; `undefined` when no seed does. */
export async function findDefect(mistake: string): Promise<{ seed: number; sentence: string } | undefined> {
  const planted = defects[mistake];
  if (planted === undefined) throw new Error(`No defect is called ${mistake}.`);
  const { defect, noticed, firstSeed = 1, size = 60 } = planted;
  for (const seed of seedsFrom(firstSeed)) {
    const { broken } = await simulate({ seed, size, defect });
    const sentence = broken.find((each) => noticed.test(each));
    if (sentence !== undefined) return { seed, sentence };
  }
  return undefined;
}

/** Every seed up to `maxSeeds` once, beginning with `first`. */
function seedsFrom(first: number): number[] {
  return Array.from({ length: maxSeeds }, (_, index) => ((first - 1 + index) % maxSeeds) + 1);
}
