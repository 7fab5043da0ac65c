import type { Defect } from '../simulate.ts';

/**
 * Defects by the mistake that each makes, with the sentence that must report it. `firstSeed` showed the defect when it
 * was planted, and saves runs; after a change of the engine another one may.
 */
export type PlantedDefects = Record<
  string,
  {
    defect: Defect;
    noticed: RegExp;
    firstSeed?: number /** Callbacks of a run; 60 when absent. */;
    size?: number;
  }
>;
