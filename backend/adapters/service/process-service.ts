import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogFolder } from '../system/log-folder.ts';
import { type ManagedService, type ServiceState, stopped } from './service.ts';

/** One program of the installation: the server, and the simulated carrier where the settings choose it. */
export type Program = { name: string; entry: string; env: NodeJS.ProcessEnv };

/** The process that was started, and when: another program can get the same pid later. */
type Started = { pid: number; startedAt: number; clockTicks: string; logFile: string };

/** A stopping server ends within ten seconds. */
const stopTimeoutMs = 12_000;

/** Runs the programs as processes of this machine, which outlive the command that starts them. */
export function createProcessService(options: {
  folder: string;
  root: string;
  programs: () => Program[];
  logFolder?: string;
}): ManagedService {
  const { folder, root, programs, logFolder = createLogFolder() } = options;
  const runFolder = join(folder, 'data', 'run');
  const recordOf = (name: string) => join(runFolder, `${name}.json`);

  /** The latest start; its process may have ended. */
  function latest(name: string): Started | undefined {
    try {
      return JSON.parse(readFileSync(recordOf(name), 'utf8')) as Started;
    } catch {
      return undefined;
    }
  }

  function read(name: string): Started | undefined {
    const started = latest(name);
    return started !== undefined && startTicks(started.pid) === started.clockTicks ? started : undefined;
  }

  function startOne({ name, entry, env }: Program): void {
    if (read(name) !== undefined) return;
    mkdirSync(runFolder, { recursive: true, mode: 0o700 });
    const logFile = join(logFolder, `${name}-${stamp()}.log`);
    const out = openSync(logFile, 'a', 0o600);
    const child = spawn(process.execPath, ['--max-semi-space-size=4', join(root, entry)], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['ignore', out, out],
    });
    closeSync(out);
    child.unref();
    const pid = child.pid ?? 0;
    const record: Started = { pid, startedAt: Date.now(), clockTicks: startTicks(pid) ?? '', logFile };
    writeFileSync(recordOf(name), JSON.stringify(record), { mode: 0o600 });
  }

  async function stopOne(name: string): Promise<void> {
    const started = read(name);
    if (started === undefined) return;
    process.kill(started.pid, 'SIGTERM');
    const giveUpAt = Date.now() + stopTimeoutMs;
    while (read(name) !== undefined && Date.now() < giveUpAt) await sleep(50);
    if (read(name) !== undefined) process.kill(started.pid, 'SIGKILL');
  }

  function recorded(): string[] {
    const files = existsSync(runFolder) ? readdirSync(runFolder) : [];
    return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5));
  }

  async function stop(): Promise<void> {
    await Promise.all(recorded().map(stopOne));
  }

  async function start(): Promise<void> {
    for (const program of programs()) startOne(program);
  }

  return {
    kind: 'process',
    async state(): Promise<ServiceState> {
      const started = read('backend');
      return started === undefined
        ? stopped
        : { running: true, startedAt: started.startedAt, pid: started.pid };
    },
    start,
    stop,
    async restart() {
      await stop();
      await start();
    },
    async log(lines) {
      const file = latest('backend')?.logFile;
      return file === undefined || !existsSync(file) ? [] : lastLines(file, lines);
    },
    follow: (lines) => {
      const file = latest('backend')?.logFile ?? newestLog(logFolder) ?? join(logFolder, 'backend.log');
      return ['tail', '-n', String(lines), '-F', file];
    },
  };
}

function stamp(): string {
  return new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);
}

/** When the kernel started a process, in clock ticks; `undefined` when it has ended. */
function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return existsSync('/proc/self') ? undefined : aliveWithoutProc(pid);
  }
}

/** macOS has no /proc: there a living process must do. */
function aliveWithoutProc(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return '';
  } catch {
    return undefined;
  }
}

function newestLog(folder: string): string | undefined {
  const files = readdirSync(folder).filter((file) => /^backend-.*\.log$/.test(file));
  const byAge = files.map((file) => ({ path: join(folder, file), at: statSync(join(folder, file)).mtimeMs }));
  return byAge.sort((a, b) => b.at - a.at)[0]?.path;
}

const tailBytes = 256 * 1024;

function lastLines(path: string, lines: number): string[] {
  const content = readFileSync(path);
  const text = content.subarray(Math.max(0, content.length - tailBytes)).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-lines);
}
