import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { operationFault } from '../fault.ts';

const run = promisify(execFile);

/** The checked-out versions beside each other; `current` is a link to the one that runs. */
export function releaseFolder(root: string, commit: string): string {
  return join(root, '.releases', commit);
}

/** Returns the commit of the running release; `undefined` before the installation. */
export function currentRelease(root: string): string | undefined {
  try {
    return basename(readlinkSync(join(root, '.releases/current')));
  } catch {
    return undefined;
  }
}

/** Replaces the link at once: a start in between finds the one or the other. */
export function switchRelease(root: string, commit: string): void {
  const draft = join(root, '.releases', `current.${process.pid}`);
  rmSync(draft, { force: true });
  symlinkSync(commit, draft);
  renameSync(draft, join(root, '.releases/current'));
}

/** Returns the commit that a name stands for. Throws `unknown-version`. */
export async function findCommit(root: string, name: string): Promise<string> {
  try {
    const { stdout } = await run('git', ['rev-parse', '--verify', '--quiet', `${name}^{commit}`], {
      cwd: root,
    });
    return stdout.trim();
  } catch (cause) {
    throw operationFault('unknown-version', {
      message: `git knows no version "${name}" here.`,
      advice: 'Give a branch, a tag or a commit: ./run.sh update --to NAME',
      cause,
    });
  }
}

/** Returns the newest commit of the branch that this one follows. Throws `no-upstream`. */
export async function fetchUpstream(root: string): Promise<string> {
  try {
    await run('git', ['fetch', '--quiet'], { cwd: root });
    return await findCommit(root, '@{upstream}');
  } catch (cause) {
    throw operationFault('no-upstream', {
      message: 'The newest version could not be fetched.',
      advice:
        'Check the network and git remote -v, or fetch it yourself and give it: ./run.sh update --to NAME',
      cause,
    });
  }
}

/** Returns whether local commits are missing in the new version: an update would drop them. */
export async function losesCommits(root: string, target: string): Promise<boolean> {
  return run('git', ['merge-base', '--is-ancestor', 'HEAD', target], { cwd: root }).then(
    () => false,
    () => true,
  );
}

/** Lists changed files that no commit holds. */
export async function uncommittedFiles(root: string): Promise<string[]> {
  const { stdout } = await run('git', ['status', '--porcelain', '--untracked-files=no'], { cwd: root });
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
}

/** Checks the commit out beside the others, with its packages and pages. A killed one leaves only a draft. */
export async function stageRelease(
  root: string,
  commit: string,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const folder = releaseFolder(root, commit);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    await checkOut(root, commit, draft);
    await addPackages(root, draft);
    await buildPages(draft, environment);
    renameSync(draft, folder);
    return folder;
  } catch (cause) {
    throw operationFault('version-not-prepared', {
      message: `The version ${commit.slice(0, 12)} could not be prepared: ${lastLine(cause)}`,
      advice: 'Nothing was changed, the running version continues. Fix the cause and run the command again.',
      cause,
    });
  }
}

async function checkOut(root: string, commit: string, draft: string): Promise<void> {
  const archive = join(draft, '.archive.tar');
  await run('git', ['archive', '--format=tar', '-o', archive, commit], { cwd: root });
  await run('tar', ['-xf', archive, '-C', draft]);
  rmSync(archive);
}

/** With an unchanged lockfile the packages are linked, which takes no space; else npm installs them. */
async function addPackages(root: string, draft: string): Promise<void> {
  const current = currentRelease(root);
  const sources = [...(current === undefined ? [] : [releaseFolder(root, current)]), root];
  const same = sources.find((source) => hasSamePackages(source, draft));
  if (same !== undefined && (await linkPackages(same, draft))) return;
  rmSync(join(draft, 'node_modules'), { recursive: true, force: true });
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: draft });
}

function hasSamePackages(source: string, draft: string): boolean {
  const lock = (folder: string) => readFileSync(join(folder, 'package-lock.json'), 'utf8');
  return existsSync(join(source, 'node_modules/.bin/node')) && lock(source) === lock(draft);
}

async function linkPackages(source: string, draft: string): Promise<boolean> {
  return run('cp', ['-al', join(source, 'node_modules'), join(draft, 'node_modules')]).then(
    () => true,
    () => false,
  );
}

/** The server serves the page itself, so the page must not call another one. */
async function buildPages(draft: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const path = `${join(draft, 'node_modules/.bin')}:${environment.PATH ?? ''}`;
  const env = { ...environment, PATH: path, BACKEND_URL: '' };
  await run('npm', ['run', '--silent', 'build:page'], { cwd: draft, env });
}

/** Deletes the releases that neither run nor are needed to go back. */
export function removeReleases(root: string, kept: readonly string[]): void {
  const folder = join(root, '.releases');
  for (const name of readdirSync(folder)) {
    if (/^[0-9a-f]{40}(?:\.draft)?$/.test(name) && !kept.includes(name))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function lastLine(cause: unknown): string {
  const { stderr = '', message = '' } = cause as { stderr?: string; message?: string };
  return (stderr.trim() || message).split('\n').at(-1) ?? '';
}
