import { type ManagedService, type RunProgram, serviceFault, stopped } from './service.ts';

const containerName = 'callback-backend';

/** The container of `docker-compose.yml` in this folder. */
export function createDockerService(folder: string, run: RunProgram): ManagedService {
  const compose = ['compose', '--project-directory', folder];

  async function call(...args: string[]): Promise<void> {
    const answer = await run('docker', ...compose, ...args);
    if (answer?.code !== 0)
      throw serviceFault(`docker compose ${args.join(' ')}`, answer?.output ?? 'no docker');
  }

  return {
    kind: 'docker',
    async state() {
      const format = '{{.State.Running}} {{.State.StartedAt}} {{.State.Pid}}';
      const answer = await run('docker', 'inspect', '--format', format, containerName);
      const [running, started = '', pid] = (answer?.code === 0 ? answer.output : '').trim().split(' ');
      if (running !== 'true') return stopped;
      return { running: true, startedAt: Date.parse(started) || undefined, pid: Number(pid) || undefined };
    },
    start: () => call('up', '--detach'),
    stop: () => call('down'),
    restart: () => call('restart'),
    async log(lines) {
      const answer = await run('docker', 'logs', '--tail', String(lines), containerName);
      return answer?.code === 0 ? linesOf(answer.output, lines) : [];
    },
    follow: (lines) => ['docker', 'logs', '--follow', '--tail', String(lines), containerName],
  };
}

export function linesOf(text: string, lines: number): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-lines);
}
