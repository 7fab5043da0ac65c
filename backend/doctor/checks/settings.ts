import type { ConfigProblem } from '../../config/read-values.ts';
import { type Check, fail, pass, skip, warn } from '../check.ts';
import type { System } from '../system.ts';

const guide = '.env.example';

/** Returns the commands that fix problems of settings, as far as a command can. */
function commandsFor(problems: readonly ConfigProblem[]): string[] {
  return [...new Set(problems.flatMap(({ command }) => (command === undefined ? [] : [command])))];
}

function joined(problems: readonly ConfigProblem[], part: 'problem' | 'fix'): string {
  return problems
    .map((found) => (part === 'fix' ? found.fix : `${found.variable} ${found.problem}`))
    .join('; ');
}

/** The settings as a whole: what stops the start, and what is probably not meant. */
export const settingsChecks: Check[] = [
  {
    id: 'settings.valid',
    title: 'The settings are valid',
    run({ read }) {
      if (read.ok) return pass;
      return fail(joined(read.problems, 'problem'), 'The server does not start.', {
        text: joined(read.problems, 'fix'),
        commands: commandsFor(read.problems),
        docs: guide,
      });
    },
  },
  {
    id: 'settings.meant',
    title: 'The settings say what is probably meant',
    run({ read }) {
      if (read.warnings.length === 0) return pass;
      return warn(
        joined(read.warnings, 'problem'),
        'Opening hours or countries can differ from what you want.',
        {
          text: joined(read.warnings, 'fix'),
          commands: commandsFor(read.warnings),
          docs: guide,
        },
      );
    },
  },
  {
    id: 'settings.hidden-by-environment',
    title: 'No variable of the shell hides a setting of .env',
    run: findHidden,
  },
];

/** A variable of the shell wins over the file, where the deployer does not find its value. */
function findHidden({ hidden }: System) {
  if (hidden.length === 0) return pass;
  if (hidden.length > 10) return skip('the settings come from the environment');
  return warn(
    `${hidden.join(', ')}: the environment has another value than .env`,
    'The value in .env is not used.',
    { text: `Remove it from the environment: unset ${hidden.join(' ')}` },
  );
}
