import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';

/**
 * Returns the files of the project that a COPY of `source` takes: what git knows and .dockerignore lets through.
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function contextFiles(project: string, source = '.'): string[] {
  const rules = readFileSync(join(project, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: project,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(project, file)) && !isIgnored(rules, file))
    .filter((file) => source === '.' || file === source || file.startsWith(`${source}/`));
}

/** The last rule that matches the file or a folder above it decides. */
function isIgnored(rules: readonly string[], file: string): boolean {
  const paths = file.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  return rules.reduce((ignored, rule) => {
    const pattern = rule.replace(/^!/, '');
    return paths.some((path) => matchesGlob(path, pattern)) ? !rule.startsWith('!') : ignored;
  }, false);
}
