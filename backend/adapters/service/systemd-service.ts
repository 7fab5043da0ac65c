import { linesOf } from './docker-service.ts';
import { type ManagedService, type RunProgram, serviceFault, stopped } from './service.ts';

/** The unit that `./run.sh install` wrote. Only root starts and stops units. */
export function createSystemdService(unitName: string, run: RunProgram): ManagedService {
  async function call(action: string): Promise<void> {
    const command = ['systemctl', action, unitName];
    const [program = '', ...args] = process.getuid?.() === 0 ? command : ['sudo', ...command];
    const answer = await run(program, ...args);
    if (answer?.code !== 0)
      throw serviceFault(`systemctl ${action} ${unitName}`, answer?.output ?? 'no systemctl');
  }

  return {
    kind: 'systemd',
    async state() {
      const properties = 'ActiveState,MainPID,ActiveEnterTimestamp';
      const answer = await run('systemctl', 'show', unitName, `--property=${properties}`, '--timestamp=unix');
      const found = new Map((answer?.output ?? '').split('\n').map((line) => splitOnce(line)));
      if (found.get('ActiveState') !== 'active') return stopped;
      const seconds = Number(found.get('ActiveEnterTimestamp')?.replace('@', ''));
      const pid = Number(found.get('MainPID')) || undefined;
      return { running: true, startedAt: seconds > 0 ? seconds * 1_000 : undefined, pid };
    },
    start: () => call('start'),
    stop: () => call('stop'),
    restart: () => call('restart'),
    async log(lines) {
      const answer = await run(
        'journalctl',
        '--unit',
        unitName,
        '--lines',
        String(lines),
        '--output=cat',
        '--no-pager',
      );
      return answer?.code === 0 ? linesOf(answer.output, lines) : [];
    },
    follow: (lines) => [
      'journalctl',
      '--unit',
      unitName,
      '--lines',
      String(lines),
      '--output=cat',
      '--follow',
    ],
  };
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}

/** Whether this machine has the unit. */
export async function hasUnit(unitName: string, run: RunProgram): Promise<boolean> {
  const answer = await run('systemctl', 'cat', unitName);
  return answer?.code === 0;
}
