import colours from 'picocolors';
import type { Command, Context } from '../operate/command.ts';
import { runCommand } from '../operate/run-command.ts';
import { describeStatus, statusOf } from '../service/status.ts';
import { openFullScreen } from './full-screen.ts';
import { readKeys } from './keys.ts';

/** Keys of the options from 10 on; their numbers can be typed too. */
const letters: Record<string, string> = { a: '10', b: '11', c: '12', d: '13' };
const secondDigitMs = 700;

/** Shows the menu until 0 or Ctrl-C. Returns the exit code. */
export async function showMenu(commands: readonly Command[], context: Context): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    context.terminal.bad('The menu needs a terminal.', './run.sh --help lists the commands');
    return 2;
  }
  for (;;) {
    const command = await choose(commands, context);
    if (command === undefined) return 0;
    context.terminal.heading(command.title);
    const code = await runCommand(commands, [command.name], context);
    if (code !== 0) context.terminal.info(`${command.title} ended with exit code ${code}.`);
    await anyKey(context);
  }
}

async function anyKey({ terminal }: Context): Promise<void> {
  terminal.info('Press any key for the menu.');
  const keys = readKeys(process.stdin);
  await keys.next();
  keys.stop();
}

/** Draws the menu, and again when the state is known. Returns `undefined` for exit. */
async function choose(commands: readonly Command[], context: Context): Promise<Command | undefined> {
  const screen = openFullScreen(process.stdout);
  const keys = readKeys(process.stdin);
  const draw = (state: Record<string, string> | undefined, note = '') =>
    screen.draw(menuLines(commands, state, { note, columns: screen.columns() }));
  let state: Record<string, string> | undefined;
  const redraw = () => draw(state);
  process.stdout.on('resize', redraw);
  draw(undefined);
  void statusOf(context).then((found) => {
    state = describeStatus(found);
    redraw();
  });
  try {
    for (;;) {
      const chosen = await readNumber(keys);
      if (chosen === '0') return undefined;
      const command = commands.find(({ number }) => String(number) === chosen);
      if (command !== undefined) return command;
      draw(state, 'Press a key from 0 to 9, or a to d.');
    }
  } finally {
    process.stdout.off('resize', redraw);
    keys.stop();
    screen.close();
  }
}

/** After 1 it waits a moment for a second digit, so that 10 to 13 can be typed as numbers. */
async function readNumber(keys: ReturnType<typeof readKeys>): Promise<string> {
  const key = (await keys.next()) ?? '';
  if (key === 'quit' || key === 'q' || key === 'escape') return '0';
  if (key !== '1') return letters[key] ?? key;
  const second = await keys.next(secondDigitMs);
  return second !== undefined && /^[0-3]$/.test(second) ? `1${second}` : '1';
}

/** Returns the lines of the menu; they fit 80 columns and 24 rows. */
export function menuLines(
  commands: readonly Command[],
  state: Record<string, string> | undefined,
  { note, columns }: { note: string; columns: number },
): string[] {
  const rule = colours.dim('─'.repeat(Math.min(columns, 100)));
  const shown = state ?? { Service: 'looking…', Address: '', Settings: '', Warnings: '' };
  const facts = ['Service', 'Address', 'Settings', 'Warnings'].map(
    (name) => ` ${colours.dim(name.padEnd(9))} ${paintFact(name, shown[name] ?? '')}`,
  );
  const options = commands
    .filter(({ number }) => number !== undefined)
    .map(({ number, title, summary }) => optionLine(number ?? 0, title, summary));
  return [
    colours.cyan(colours.bold(' Callback platform')),
    ...facts,
    rule,
    ...options,
    optionLine(0, 'Exit', ''),
    rule,
    note === '' ? colours.dim(' Press the key of an option.') : ` ${colours.yellow(note)}`,
  ];
}

function optionLine(number: number, title: string, summary: string): string {
  const letter = Object.keys(letters).find((key) => letters[key] === String(number));
  const key = colours.magenta(`[${number}]`.padStart(5));
  const more = letter === undefined ? '  ' : `${colours.magenta(letter)} `;
  return `${key} ${more}${title.padEnd(18)} ${colours.dim(summary)}`;
}

function paintFact(name: string, text: string): string {
  if (name === 'Service') return text.startsWith('running') ? colours.green(text) : colours.yellow(text);
  if (name === 'Warnings' && text !== 'none' && text !== '') return colours.yellow(text);
  return text;
}
