import { readFileSync } from 'node:fs';
import { type Values, type Variable, type VariableName, variables } from './variables.ts';

/** What is wrong with one variable, and what to do about it. Neither repeats a secret. */
export type ConfigProblem = { variable: string; problem: string; fix: string };

export type Environment = Record<string, string | undefined>;

/** Every value alone, right or replaced by its default. `given` are those that were set, be they right or wrong. */
export type ReadValues = { values: Values; given: ReadonlySet<VariableName>; problems: ConfigProblem[] };

export function readValues(environment: Environment): ReadValues {
  const given = new Set<VariableName>();
  const problems: ConfigProblem[] = [];
  const read = ([name, variable]: [string, Variable]) => {
    const found = lookUp(environment, name, variable);
    if (found.set) given.add(name as VariableName);
    if (found.problem !== undefined) problems.push({ variable: name, ...found.problem });
    const parsed = variable.schema.safeParse(found.value);
    if (parsed.success) return [name, parsed.data];
    problems.push({
      variable: name,
      problem: parsed.error.issues.at(0)?.message ?? 'is wrong',
      fix: variable.fix,
    });
    return [name, variable.schema.safeParse(undefined).data];
  };
  const values = Object.fromEntries(Object.entries<Variable>(variables).map(read)) as Values;
  return { values, given, problems };
}

type Found = {
  set: boolean;
  value: string | undefined;
  problem?: { problem: string; fix: string };
};

/** An empty value counts as none. A secret may lie in the file that `NAME_FILE` points to. */
function lookUp(environment: Environment, name: string, variable: Variable): Found {
  const value = environment[name]?.trim() || undefined;
  const file = variable.secret ? environment[`${name}_FILE`]?.trim() || undefined : undefined;
  if (file === undefined) return { set: value !== undefined, value };
  if (value !== undefined) {
    const fix = `Keep one of ${name} and ${name}_FILE.`;
    return { set: true, value, problem: { problem: `is set, and ${name}_FILE too`, fix } };
  }
  return readSecretFile(name, file);
}

function readSecretFile(name: string, file: string): Found {
  try {
    const value = readFileSync(file, 'utf8').trim() || undefined;
    if (value !== undefined) return { set: true, value };
  } catch {
    const fix = `Let ${name}_FILE name a file that this process may read.`;
    return { set: true, value: undefined, problem: { problem: 'stands in a file that cannot be read', fix } };
  }
  const fix = `Write the secret into the file that ${name}_FILE names.`;
  return { set: true, value: undefined, problem: { problem: 'stands in a file that is empty', fix } };
}

/** A problem with the variable's own fix, or with one that suits the case better. */
export function configProblem(
  variable: VariableName,
  problem: string,
  fix: string = variables[variable].fix,
): ConfigProblem {
  return { variable, problem, fix };
}
