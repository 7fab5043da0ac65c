import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cleanValue } from '../../config/values/clean-value.ts';
import type { Variable } from '../../config/values/variable.ts';
import { variables } from '../../config/variables.ts';

/** Settings that belong to one machine, or that the backup must not hold. */
const leftOut = new Set(['BACKUP_KEY', 'BACKUP_FOLDER', 'DATABASE_PATH', 'DATABASE_URL']);

/** Returns every setting that is set, with the contents of files that hold secrets. */
export function collectSettings(environment: Record<string, string | undefined>): Record<string, string> {
  const found = Object.entries<Variable>(variables)
    .filter(([name]) => !leftOut.has(name))
    .map(([name, { secret }]) => {
      const file = secret ? cleanValue(environment[`${name}_FILE`]) : undefined;
      return [name, file === undefined ? cleanValue(environment[name]) : readSecretFile(file)] as const;
    });
  return Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

function readSecretFile(file: string): string | undefined {
  return existsSync(file) ? cleanValue(readFileSync(file, 'utf8')) : undefined;
}

/** Writes an env file for its owner only. Throws when the file exists. */
export function writeSettings(path: string, settings: Record<string, string>): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quote(value)}\n`);
  const draft = `${path}.draft`;
  writeFileSync(
    draft,
    `# Written by ./run.sh restore; .env.example explains each setting.\n${lines.join('')}`,
    {
      mode: 0o600,
      flush: true,
    },
  );
  renameSync(draft, path);
}

/** Chooses a quote that the value does not contain. https://nodejs.org/api/environment_variables.html#env-files */
function quote(value: string): string {
  if (/^[\w@%+=:,./-]*$/.test(value)) return value;
  const mark = ["'", '"', '`'].find((candidate) => !value.includes(candidate)) ?? '"';
  return `${mark}${value}${mark}`;
}
