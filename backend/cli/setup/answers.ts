import type { Environment } from '../../config/read-values.ts';
import { cleanValue } from '../../config/values/clean-value.ts';
import type { Variable } from '../../config/values/variable.ts';
import { type VariableName, variables } from '../../config/variables.ts';
import type { Asking } from './asking.ts';

/** The settings that were answered, and the existing ones. */
export type Answers = {
  /** Returns the answer, else the existing setting. */
  get(name: VariableName): string | undefined;
  set(name: VariableName, value: string): void;
  changed(): { name: VariableName; value: string }[];
};

export function createAnswers(before: Environment): Answers {
  const given = new Map<VariableName, string>();
  return {
    get: (name) => given.get(name) ?? cleanValue(before[name]),
    set: (name, value) => void given.set(name, value),
    changed: () =>
      [...given]
        .filter(([name, value]) => value !== (cleanValue(before[name]) ?? ''))
        .map(([name, value]) => ({ name, value })),
  };
}

/** Asks for a setting until the server would accept it. An empty answer keeps it empty where `optional`. */
export async function askSetting(
  asking: Asking,
  answers: Answers,
  name: VariableName,
  { message, optional = false, fallback }: { message: string; optional?: boolean; fallback?: string },
): Promise<void> {
  const variable: Variable = variables[name];
  const secret = variable.secret === true;
  const before = answers.get(name);
  const keeps = secret && before !== undefined;
  const answer = await asking.text({
    message: keeps ? `${message} (empty keeps the present one)` : message,
    initial: secret ? undefined : (before ?? fallback),
    secret,
    check(typed) {
      if (typed === '') return optional || keeps ? undefined : 'An answer is needed.';
      return problemOf(variable, typed);
    },
  });
  if (answer !== '' || !keeps) answers.set(name, answer);
}

function problemOf(variable: Variable, typed: string): string | undefined {
  const parsed = variable.schema.safeParse(typed);
  if (parsed.success) return undefined;
  return `It ${parsed.error.issues.at(0)?.message ?? 'is invalid'}. ${variable.advise?.(typed) ?? variable.fix}`;
}
