import { spawn } from 'node:child_process';
import colours from 'picocolors';

/** The scripts of package.json that look at the code without running it. */
const checks = [
  { script: 'types', title: 'types' },
  { script: 'lint', title: 'style, layers and folders' },
  { script: 'unused', title: 'code that nothing uses' },
];

/** Level 1: runs each check and prints what it found. */
export async function checkCode(): Promise<{ passed: number; failed: number }> {
  let passed = 0;
  for (const { script, title } of checks) {
    const startedAt = performance.now();
    const { code, output } = await runScript(script);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    console.log(
      `${code === 0 ? colours.green('✔') : colours.red('✖')} ${title} ${colours.dim(`${seconds} s`)}`,
    );
    if (code === 0) passed += 1;
    else console.log(output);
  }
  return { passed, failed: checks.length - passed };
}

function runScript(script: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
