import { adviceOf } from '../../operations/fault.ts';
import type { Terminal } from '../terminal.ts';

/** Runs a command and sets the exit code. A fault that the deployer can fix is printed with its advice. */
export async function runOperation(terminal: Terminal, main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const advice = adviceOf(error);
    if (advice === undefined) throw error;
    terminal.bad((error as Error).message, advice);
    process.exitCode = 1;
  }
}
