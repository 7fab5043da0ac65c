import { readConfig } from '../config/read-config.ts';
import { solveCaptcha } from './rehearsal/visitor.ts';

/** Prints the solution that one request needs, for those who ask for a callback without a browser. */
const read = readConfig(process.env);
const [baseUrl = `http://127.0.0.1:${read.ok ? read.config.port : 8501}`] = process.argv.slice(2);

try {
  console.log((await solveCaptcha(baseUrl)) ?? '');
} catch (error) {
  console.error(
    `No solution from ${baseUrl}: ${(error as Error).message}\nIs it running? ./scripts/quick-start.sh starts it.`,
  );
  process.exitCode = 1;
}
