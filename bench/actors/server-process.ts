import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonic } from './monotonic.ts';

/** One of ours, in a process of its own. */
export type ServerProcess = {
  url: string;
  process: ChildProcess;
  /** From being spawned to the first healthy answer, milliseconds. */
  startMs: number;
  stop(): Promise<void>;
};

const startPatience = 20_000;
const stopPatience = 12_000;

/** Starts `node <flags> <file> <arguments>` and waits until `url` + `health` answers. Dies with this process. */
export async function startServer(start: {
  flags?: string[];
  file: string;
  args?: string[];
  env?: NodeJS.ProcessEnv;
  url: string;
  health: string;
  logFile: string;
  talks?: boolean;
}): Promise<ServerProcess> {
  const log = openSync(start.logFile, 'a');
  const begun = monotonic();
  const child = spawn(process.execPath, [...(start.flags ?? []), start.file, ...(start.args ?? [])], {
    env: start.env ?? {},
    stdio: ['ignore', log, log, ...(start.talks ? (['ipc'] as const) : [])],
  });
  const killer = () => child.kill('SIGKILL');
  process.once('exit', killer);
  child.once('exit', () => process.off('exit', killer));
  await healthy(child, start, begun);
  const startMs = monotonic() - begun;
  return { url: start.url, process: child, startMs, stop: () => stop(child) };
}

async function healthy(
  child: ChildProcess,
  { url, health, file, logFile }: { url: string; health: string; file: string; logFile: string },
  begun: number,
): Promise<void> {
  while (child.exitCode === null && monotonic() - begun < startPatience) {
    const ok = await fetch(`${url}${health}`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    await sleep(5);
  }
  child.kill('SIGKILL');
  throw new Error(`${file} did not start. Its last words:\n${readFileSync(logFile, 'utf8').slice(-4_000)}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), stopPatience);
  await exited;
  clearTimeout(killer);
}
