import { readConfig } from '../config/read-config.ts';
import { solveCaptcha } from './rehearsal/visitor.ts';

/** Prints a captcha solution that is valid for one request, for clients without a browser. */
const read = readConfig(process.env);
const [baseUrl = `http://127.0.0.1:${read.ok ? read.config.port : 8501}`] = process.argv.slice(2);

try {
  console.log((await solveCaptcha(baseUrl)) ?? '');
} catch (error) {
  console.error(
    `No captcha solution from ${baseUrl}: ${(error as Error).message}\n` +
      'Check that the server is running; ./scripts/quick-start.sh starts it.',
  );
  process.exitCode = 1;
}
