import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Context } from './command.ts';
import { runHere } from './run-program.ts';

const usage = `./run.sh docs [NAME]
Lists the guides, or shows the one with this name in the pager.`;

export const docsCommand: Command = {
  name: 'docs',
  number: 13,
  title: 'Documentation',
  summary: 'lists the guides, and shows one',
  usage,
  async run([name], context) {
    const guides = guidesIn(context);
    if (name === undefined) {
      for (const guide of guides) context.print(`${guide.name.padEnd(22)} ${guide.title}`);
      context.print('\n./run.sh docs NAME shows one.');
      return 0;
    }
    const guide = guides.find((known) => known.name.toLowerCase() === name.toLowerCase());
    if (guide === undefined) {
      context.terminal.bad(`There is no guide ${name}.`, './run.sh docs lists them');
      return 2;
    }
    if (process.stdout.isTTY) return runHere(context, context.environment.PAGER ?? 'less', guide.path);
    context.print(readFileSync(guide.path, 'utf8'));
    return 0;
  },
};

function guidesIn({ root }: Context): { name: string; path: string; title: string }[] {
  const inDocs = readdirSync(join(root, 'docs')).filter(
    (file) => file.endsWith('.md') && file !== 'README.md',
  );
  const paths = ['README.md', 'AUTOMATION_GUIDE.md', ...inDocs.map((file) => join('docs', file))];
  return paths
    .map((path) => join(root, path))
    .filter((path) => existsSync(path))
    .map((path) => ({ name: path.split('/').at(-1)?.replace('.md', '') ?? '', path, title: titleOf(path) }));
}

function titleOf(path: string): string {
  return /^# (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
}
