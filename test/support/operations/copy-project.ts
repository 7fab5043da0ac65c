import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../../..');

/** Copies what the pages and the server are made of into a folder, with the packages of this project. */
export function copyProject(root: string): void {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: project,
    encoding: 'utf8',
  });
  const files = listed.split('\0').filter((file) => file !== '' && existsSync(join(project, file)));
  for (const file of files.filter((name) => !/^(?:test|docs|bench)\//.test(name))) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(project, file), join(root, file));
  }
  linkPackages(join(project, 'node_modules'), join(root, 'node_modules'));
}

/** A link to the whole folder would let an `npm ci` in the copy empty the original. The file keeps scripts from running one. */
function linkPackages(source: string, target: string): void {
  mkdirSync(target);
  for (const name of readdirSync(source)) {
    if (name !== '.package-lock.json') symlinkSync(join(source, name), join(target, name));
  }
  writeFileSync(join(target, '.package-lock.json'), '{}');
}
