import type { Command, Context } from '../operate/command.ts';
import { runHere } from '../operate/run-program.ts';
import { logsCommand } from '../service/logs.ts';
import { restartCommand } from '../service/service.ts';
import { openFullScreen } from './full-screen.ts';
import { type Keys, readKeys } from './keys.ts';
import { createSampler, type Sample } from './monitor-sample.ts';
import { monitorLines } from './monitor-view.ts';

const intervalMs = 2_000;

export const monitorCommand: Command = {
  name: 'monitor',
  number: 2,
  title: 'Monitor Dashboard',
  summary: 'live figures, renewed every two seconds',
  usage: `./run.sh monitor, or ./scripts/monitor-dashboard.sh
Shows health, uptime, processor, memory, requests, errors, calls, queue, caps and the log, every two seconds, in a
terminal of at least 80 columns and 24 rows. Keys: R restart, L logs, T tests, Q quit.
Calls, queue and caps need ADMIN_API_TOKEN.`,
  async run(_args, context) {
    if (!process.stdin.isTTY || !process.stdout.isTTY) {
      context.terminal.bad('The monitor needs a terminal.', './run.sh status prints the state once');
      return 2;
    }
    const sample = createSampler(context);
    for (;;) {
      const key = await watch(sample);
      if (key === 'q') return 0;
      await act(key, context);
    }
  },
};

/** Shows the screen until a key of an action is pressed. */
async function watch(take: () => Promise<Sample>): Promise<'q' | 'r' | 'l' | 't'> {
  const screen = openFullScreen(process.stdout);
  const keys = readKeys(process.stdin);
  let latest: Sample | undefined;
  const draw = (note = '') =>
    screen.draw(monitorLines(latest, { columns: screen.columns(), rows: screen.rows() }, note));
  const redraw = () => draw();
  process.stdout.on('resize', redraw);
  draw();
  let isOpen = true;
  const renew = async () => {
    while (isOpen) {
      const startedAt = performance.now();
      latest = await take().catch(() => latest);
      if (isOpen) draw();
      await pause(intervalMs - (performance.now() - startedAt));
    }
  };
  void renew();
  try {
    return await actionKey(keys, draw);
  } finally {
    isOpen = false;
    process.stdout.off('resize', redraw);
    keys.stop();
    screen.close();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)).unref());
}

async function actionKey(keys: Keys, draw: (note: string) => void): Promise<'q' | 'r' | 'l' | 't'> {
  for (;;) {
    const key = await keys.next();
    if (key === 'quit' || key === 'escape' || key === 'q') return 'q';
    if (key === 'r' || key === 'l' || key === 't') return key;
    draw('R, L, T or Q');
  }
}

async function act(key: 'r' | 'l' | 't', context: Context): Promise<void> {
  if (key === 'r') await restartCommand.run([], context);
  else if (key === 'l') await logsCommand.run(['--lines', '100'], context);
  else await runHere(context, `${context.root}/scripts/test-runner.sh`, '--quick');
  context.terminal.info('Press any key for the monitor.');
  const keys = readKeys(process.stdin);
  await keys.next();
  keys.stop();
}
