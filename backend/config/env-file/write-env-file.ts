import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { decodeEnvFile, type Edit, editEnvText } from './edit-env-file.ts';

/**
 * Replaces an env file in one step, readable by its owner only. A reader sees the old or the new text, never half of it,
 * also after a crash. A symbolic link stays and its target is replaced.
 */
export function writeEnvFile(path: string, text: string): void {
  const target = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(path) : path;
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
}

function readEnvText(path: string): string {
  return existsSync(path) ? decodeEnvFile(readFileSync(path)) : '';
}

/** Changes settings in an env file. Without one, it starts from `template`, such as `.env.example`. */
export function changeSettings(path: string, edits: readonly Edit[], template?: string): void {
  const text = existsSync(path) || template === undefined ? readEnvText(path) : readEnvText(template);
  writeEnvFile(path, editEnvText(text, edits));
}
