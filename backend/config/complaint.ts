import type { ConfigProblem } from './read-values.ts';
import { type VariableName, variables } from './variables.ts';

/** A problem with the variable's own fix, or with one that suits the case better. */
export function complaint(
  variable: VariableName,
  problem: string,
  fix: string = variables[variable].fix,
): ConfigProblem {
  return { variable, problem, fix };
}
