import { distance } from 'fastest-levenshtein';
import type { ConfigProblem, Environment } from './read-values.ts';
import { type VariableName, variables } from './variables.ts';

/** Shorter names resemble those that every machine has, HOME and HOST. */
const shortest = 8;
const mostMistakes = 2;

const known = Object.keys(variables) as VariableName[];

/** A setting under a name that nearly is one of ours would count for nothing, silently. */
export function findMisspelled(environment: Environment): ConfigProblem[] {
  return Object.keys(environment)
    .filter((name) => name.length >= shortest && !isKnown(name))
    .flatMap((name) => {
      const meant = known.find((one) => distance(name, one) <= mostMistakes);
      return meant === undefined
        ? []
        : [{ variable: name, problem: 'is no setting', fix: `Did you mean ${meant}? If not, remove it.` }];
    });
}

function isKnown(name: string): boolean {
  return known.some((one) => name === one || name === `${one}_FILE`);
}
