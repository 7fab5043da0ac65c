import { readFileSync } from 'node:fs';
import { cleanValue } from './values/clean-value.ts';
import type { Variable } from './values/variable.ts';
import { type Values, type VariableName, variables } from './variables.ts';

/** One problem of one variable, with what to do about it. Neither text contains a secret. */
export type ConfigProblem = {
  variable: string;
  problem: string;
  fix: string;
  /** Fixes the problem, where one command can. Holds no secret and no phone number. */
  command?: string;
};

export type Environment = Record<string, string | undefined>;

/** Each value is valid: its own or its default. `given` names the variables that were set, valid or not. */
export type ReadValues = { values: Values; given: ReadonlySet<VariableName>; problems: ConfigProblem[] };

/** Returns a problem with the variable's own fix, or with a more specific one. */
export function configProblem(
  variable: VariableName,
  problem: string,
  fix: string = variables[variable].fix,
  command?: string,
): ConfigProblem {
  return { variable, problem, fix, ...(command !== undefined && { command }) };
}

export function setCommand(name: string, value: string): string {
  return `./run.sh settings set ${name} ${/^[\w./:,+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`;
}

export function unsetCommand(name: string): string {
  return `./run.sh settings unset ${name}`;
}

/** Writes a new random secret. */
export function secretCommand(name: string): string {
  return `./run.sh settings secret ${name}`;
}

/** Reports the missing one of two settings that need each other. */
export function checkPair(
  given: ReadValues['given'],
  first: VariableName,
  second: VariableName,
): ConfigProblem[] {
  if (given.has(first) === given.has(second)) return [];
  const [missing, other] = given.has(first) ? [second, first] : [first, second];
  return [configProblem(missing, `is missing: ${other} is set and needs it`)];
}

/** Reads each variable on its own. */
export function readValues(environment: Environment): ReadValues {
  const given = new Set<VariableName>();
  const problems: ConfigProblem[] = [];
  const read = ([name, variable]: [string, Variable]) => {
    const found = lookUp(environment, name, variable);
    if (found.isSet) given.add(name as VariableName);
    if (found.problem !== undefined) problems.push({ variable: name, ...found.problem });
    const parsed = variable.schema.safeParse(found.value);
    if (parsed.success) return [name, parsed.data];
    const command = commandFor(name, variable);
    problems.push({
      variable: name,
      problem: parsed.error.issues.at(0)?.message ?? 'is invalid',
      fix: (found.value !== undefined && variable.advise?.(found.value)) || variable.fix,
      ...(command !== undefined && { command }),
    });
    return [name, variable.schema.safeParse(undefined).data];
  };
  const values = Object.fromEntries(Object.entries<Variable>(variables).map(read)) as Values;
  return { values, given, problems };
}

/** Secrets that the platform makes up itself; the others come from a provider. */
const ownSecrets = [
  'APP_SECRET',
  'ADMIN_API_TOKEN',
  'METRICS_TOKEN',
  'NOTIFY_WEBHOOK_SECRET',
  'WEBHOOK_SECRET',
];

/** A setting with a default of its own can do without the wrong value. */
function commandFor(name: string, variable: Variable): string | undefined {
  if (ownSecrets.includes(name)) return secretCommand(name);
  const byDefault = variable.schema.safeParse(undefined);
  return byDefault.success && byDefault.data !== undefined ? unsetCommand(name) : undefined;
}

type Found = {
  isSet: boolean;
  value: string | undefined;
  problem?: Omit<ConfigProblem, 'variable'>;
};

/** An empty value counts as unset. A secret can come from the file that `NAME_FILE` names. */
function lookUp(environment: Environment, name: string, variable: Variable): Found {
  const value = cleanValue(environment[name]);
  const file = variable.secret ? cleanValue(environment[`${name}_FILE`]) : undefined;
  if (file === undefined) return { isSet: value !== undefined, value };
  if (value !== undefined) {
    const fix = `Remove one of ${name} and ${name}_FILE.`;
    const problem = `is set together with ${name}_FILE`;
    return { isSet: true, value, problem: { problem, fix, command: unsetCommand(name) } };
  }
  return readSecretFile(name, file);
}

function readSecretFile(name: string, file: string): Found {
  try {
    const value = cleanValue(readFileSync(file, 'utf8'));
    if (value !== undefined) return { isSet: true, value };
  } catch {
    const fix = `Set ${name}_FILE to a file that this process can read.`;
    return { isSet: true, value: undefined, problem: { problem: 'cannot be read from its file', fix } };
  }
  const fix = `Write the secret into the file that ${name}_FILE names.`;
  return { isSet: true, value: undefined, problem: { problem: 'has an empty file', fix } };
}
