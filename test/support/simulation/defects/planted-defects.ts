import type { Defect } from '../simulate.ts';

/** Defects by the mistake that each makes, with the sentence that must report it. */
export type PlantedDefects = Record<string, { defect: Defect; noticed: RegExp }>;
