import { chmodSync, copyFileSync, readFileSync, statSync } from 'node:fs';
import { checkEnvFile } from '../../config/env-file/check-env-file.ts';
import {
  cleanEnvText,
  decodeEnvFile,
  dropDuplicates,
  findDuplicates,
  quoteComments,
} from '../../config/env-file/edit-env-file.ts';
import { writeEnvFile } from '../../config/env-file/write-env-file.ts';
import { type Check, fail, type Outcome, pass, skip, warn } from '../check.ts';
import type { System } from '../system.ts';

type EnvFile = Pick<System, 'envPath' | 'envFile'>;

const noFile = skip('there is no .env: default settings apply');

/** Runs a check of the file's text, when there is a file. */
function withText(check: (text: string) => Outcome): Check<EnvFile>['run'] {
  return ({ envFile }) => (envFile === undefined ? noFile : check(decodeEnvFile(envFile)));
}

/** Rewrites the file and keeps the former one beside it, so that the change can be undone. */
function rewrite({ envPath }: EnvFile, change: (text: string) => string): string {
  const copy = `${envPath}.before-fix`;
  copyFileSync(envPath, copy);
  chmodSync(copy, 0o600);
  writeEnvFile(envPath, change(decodeEnvFile(readFileSync(envPath))));
  return `rewrote .env; the former file is ${copy}`;
}

function fixCommand(id: string): string {
  return `./run.sh doctor --fix --only ${id}`;
}

/** What an env file says differently from what its author sees, and who can read it. */
export const envFileChecks: Check<EnvFile>[] = [
  {
    id: 'settings.rights',
    title: 'Only its owner reads .env',
    run({ envPath }) {
      const mode = statSync(envPath, { throwIfNoEntry: false })?.mode;
      if (mode === undefined) return noFile;
      if (process.platform === 'win32' || (mode & 0o077) === 0) return pass;
      return warn('.env can be read by other users of this machine', 'They can read the secrets in it.', {
        text: 'Make .env readable by its owner only.',
        commands: ['chmod 600 .env'],
      });
    },
    repair({ envPath }) {
      chmodSync(envPath, 0o600);
      return 'changed the rights of .env to 600';
    },
  },
  {
    id: 'settings.encoding',
    title: '.env is in UTF-8 without a byte order mark',
    run({ envFile }) {
      if (envFile === undefined) return noFile;
      const isUtf16 = envFile.includes(0);
      if (!isUtf16 && envFile.subarray(0, 3).toString('hex') !== 'efbbbf') return pass;
      const outcome = isUtf16 ? fail : warn;
      return outcome(
        isUtf16 ? '.env is in UTF-16' : '.env begins with a byte order mark',
        isUtf16 ? 'No setting in it is read.' : 'Docker and shells read its first setting wrongly.',
        { text: 'Save the file as UTF-8.', commands: [fixCommand('settings.encoding')] },
      );
    },
    repair: (system) => rewrite(system, (text) => text),
  },
  {
    id: 'settings.invisible',
    title: '.env has plain spaces and quotes',
    run: withText((text) =>
      cleanEnvText(text) === text
        ? pass
        : warn(
            `.env contains invisible characters, odd spaces or typographic quotes in line ${changedLine(text, cleanEnvText(text))}`,
            'Docker, systemd and shells take them as part of the value.',
            { text: 'Replace them with plain characters.', commands: [fixCommand('settings.invisible')] },
          ),
    ),
    repair: (system) => rewrite(system, cleanEnvText),
  },
  {
    id: 'settings.comments',
    title: 'No # cuts a value in .env',
    run({ envFile }) {
      if (envFile === undefined) return noFile;
      const found = checkEnvFile(Buffer.from(decodeEnvFile(envFile)));
      if (found.length === 0) return pass;
      return warn(
        `${found.map(({ variable }) => variable).join(', ')}: an unquoted # begins a comment`,
        'The rest of the line is not read, such as half of a password.',
        { text: 'Write the value in quotes.', commands: [fixCommand('settings.comments')] },
      );
    },
    repair: (system) => rewrite(system, quoteComments),
  },
  {
    id: 'settings.duplicates',
    title: 'Each setting stands once in .env',
    run: withText((text) => {
      const doubled = findDuplicates(text);
      if (doubled.length === 0) return pass;
      return warn(`${doubled.join(', ')} stands more than once in .env`, 'Only the last line counts.', {
        text: 'Remove the other lines.',
        commands: [fixCommand('settings.duplicates')],
      });
    }),
    repair: (system) => rewrite(system, dropDuplicates),
  },
];

function changedLine(before: string, after: string): number {
  const lines = after.split('\n');
  return before.split('\n').findIndex((line, index) => line !== lines[index]) + 1;
}
