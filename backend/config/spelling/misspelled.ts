import { distance } from 'fastest-levenshtein';
import type { ConfigProblem, Environment } from '../read-values.ts';
import { type VariableName, variables } from '../variables.ts';

/** Shorter names resemble variables that every machine has: HOST and HOME. */
const minNameLength = 8;
const maxDistance = 2;

/** Names that Twilio's own guides use. They count as misspelled only when the setting itself is missing. */
const foreignNames: Record<string, VariableName> = {
  TWILIO_ACCOUNT_SID: 'TWILIO_SID',
  TWILIO_PHONE_NUMBER: 'TWILIO_NUMBER',
  TWILIO_FROM_NUMBER: 'TWILIO_NUMBER',
  TWILIO_CALLER_ID: 'TWILIO_NUMBER',
};

const knownNames = Object.keys(variables) as VariableName[];

/** Finds variables that resemble a setting. The server would ignore them silently. */
export function findMisspelled(environment: Environment): ConfigProblem[] {
  return Object.keys(environment)
    .filter((name) => name.length >= minNameLength && !isKnown(name))
    .flatMap((name) => {
      const meant =
        foreignName(name, environment) ?? knownNames.find((known) => distance(name, known) <= maxDistance);
      return meant === undefined
        ? []
        : [
            {
              variable: name,
              problem: 'is not a known setting',
              fix: `Did you mean ${meant}? If not, remove it.`,
              command: `./run.sh settings rename ${name} ${meant}`,
            },
          ];
    });
}

function foreignName(name: string, environment: Environment): VariableName | undefined {
  const meant = foreignNames[name];
  return meant === undefined || environment[meant] ? undefined : meant;
}

function isKnown(name: string): boolean {
  return knownNames.some((known) => name === known || name === `${known}_FILE`);
}
