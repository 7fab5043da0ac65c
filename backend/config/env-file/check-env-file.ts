import type { ConfigProblem } from '../read-values.ts';

const assignment = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*)$/;

/** Finds what an env file says differently from what its author sees. The server reads such a file all the same. */
export function checkEnvFile(content: Buffer): ConfigProblem[] {
  if (content.includes(0))
    return [
      {
        variable: '.env',
        problem: 'is not in UTF-8, so no setting in it is read',
        fix: 'Save the file as UTF-8 in your editor.',
      },
    ];
  return content
    .toString('utf8')
    .split(/\r?\n/)
    .flatMap((line) => checkLine(line));
}

/** An unquoted # begins a comment, also in the middle of a password. */
function checkLine(line: string): ConfigProblem[] {
  const [, variable = '', value = ''] = assignment.exec(line) ?? [];
  if (/^["'`]/.test(value) || !/[^\s#]#/.test(value)) return [];
  return [
    {
      variable,
      problem: 'contains #, which begins a comment: the rest of the line is not read',
      fix: 'Write the value in double quotes.',
    },
  ];
}
