/** The server of this installation. A container, systemd or a process of `./run.sh` runs it. */
export type ManagedService = {
  kind: 'docker' | 'systemd' | 'process';
  state(): Promise<ServiceState>;
  /** Throws `service-failed` with what the program printed. */
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Returns the latest lines of its log. */
  log(lines: number): Promise<string[]>;
  /** The program and arguments that print the log and go on. */
  follow(lines: number): string[];
};

export type ServiceState = {
  running: boolean;
  /** When it started (ms since the epoch), where that is known. */
  startedAt: number | undefined;
  /** The process, where this machine can see it. */
  pid: number | undefined;
};

export const stopped: ServiceState = { running: false, startedAt: undefined, pid: undefined };

/** What a program answered; `undefined` when it is not installed. */
export type RunProgram = (
  program: string,
  ...args: string[]
) => Promise<{ code: number; output: string } | undefined>;

export function serviceFault(command: string, output: string): Error {
  return Object.assign(new Error(`${command} failed: ${output.trim().split('\n').slice(-3).join(' ')}`), {
    code: 'service-failed',
  });
}
