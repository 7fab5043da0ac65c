import { execFile } from 'node:child_process';
import type { RunProgram } from './service.ts';

/**
 * Creates a function that runs a program, without a shell, for at most `timeoutMs`, and returns what it printed. It gets
 * this process's environment unless `env` replaces it.
 */
export function createRunProgram(timeoutMs: number, env?: NodeJS.ProcessEnv): RunProgram {
  return (program, ...args) =>
    new Promise((done) => {
      execFile(
        program,
        args,
        { ...(env && { env }), timeout: timeoutMs, maxBuffer: 4_000_000 },
        (error, stdout, stderr) => {
          const code = error ? (error.code ?? 1) : 0;
          if (code === 'ENOENT') return done(undefined);
          done({ code: Number(code) || (error ? 1 : 0), output: `${stdout}${stderr}` });
        },
      );
    });
}
