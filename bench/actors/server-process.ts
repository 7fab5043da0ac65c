import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonic } from './monotonic.ts';

/** A server in its own process. */
export type ServerProcess = {
  url: string;
  process: ChildProcess;
  /** Time from spawn to the first healthy response. */
  startMs: number;
  stop(): Promise<void>;
};

const startTimeoutMs = 60_000;
const stopTimeoutMs = 12_000;

/** Starts `node <flags> <file> <args>` and waits until `url` + `health` answers. The server ends with this process. */
export async function startServer(start: {
  flags?: string[];
  file: string;
  args?: string[];
  env?: NodeJS.ProcessEnv;
  url: string;
  health: string;
  logFile: string;
  /** Opens an IPC channel, over which the server sends messages. */
  hasChannel?: boolean;
}): Promise<ServerProcess> {
  const log = openSync(start.logFile, 'a');
  const startedAt = monotonic();
  const child = spawn(process.execPath, [...(start.flags ?? []), start.file, ...(start.args ?? [])], {
    env: start.env ?? {},
    stdio: ['ignore', log, log, ...(start.hasChannel ? (['ipc'] as const) : [])],
  });
  const killer = () => child.kill('SIGKILL');
  process.once('exit', killer);
  child.once('exit', () => process.off('exit', killer));
  await waitUntilHealthy(child, start, startedAt);
  const startMs = monotonic() - startedAt;
  return { url: start.url, process: child, startMs, stop: () => stop(child) };
}

async function waitUntilHealthy(
  child: ChildProcess,
  { url, health, file, logFile }: { url: string; health: string; file: string; logFile: string },
  startedAt: number,
): Promise<void> {
  while (child.exitCode === null && monotonic() - startedAt < startTimeoutMs) {
    const ok = await fetch(`${url}${health}`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    await sleep(5);
  }
  child.kill('SIGKILL');
  throw new Error(`${file} did not start. Its last output:\n${readFileSync(logFile, 'utf8').slice(-4_000)}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await exited;
  clearTimeout(killer);
}
