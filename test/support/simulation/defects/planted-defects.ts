import type { Defect } from '../simulate.ts';

/** A mistake, with the sentence that must report it. */
type PlantedDefect = {
  defect: Defect;
  noticed: RegExp;
  /** Showed the defect when it was planted, and saves runs; after a change of the engine another one may. */
  firstSeed?: number;
  /** Callbacks of a run; 60 when absent. */
  size?: number;
};

/** Defects by the mistake that each makes. */
export type PlantedDefects = Record<string, PlantedDefect>;
