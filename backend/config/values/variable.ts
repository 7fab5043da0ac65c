import type { z } from 'zod';

/**
 * One environment variable. `fix` tells the deployer what to write; `advise` tells it better for what was typed. A
 * secret can also come from a file.
 */
export type Variable = {
  schema: z.ZodType;
  fix: string;
  advise?: (typed: string) => string | undefined;
  secret?: true;
};
