import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The steps of an update in their order. A step is noted before its work begins, so a killed one is done again. */
const steps = ['stop', 'back-up', 'migrate', 'switch', 'start', 'undo'] as const;
export type UpdateStep = (typeof steps)[number];

const journalSchema = z.object({
  from: z.string(),
  to: z.string(),
  step: z.enum(steps),
  /** The backup of the stopped server. */
  backup: z.string().optional(),
  /** Whether the former version was ready, so that the new one must be too. */
  mustBeReady: z.boolean(),
  at: z.iso.datetime(),
});
export type Journal = z.infer<typeof journalSchema>;

const underWay = 'update.json';
const finished = 'last-update.json';

/** Returns the update that was interrupted. */
export function readJournal(root: string): Journal | undefined {
  return read(join(root, '.releases', underWay));
}

/** Returns the last update that was finished: what a rollback goes back from. */
export function readLastUpdate(root: string): Journal | undefined {
  return read(join(root, '.releases', finished));
}

export function writeJournal(root: string, journal: Journal): void {
  write(join(root, '.releases', underWay), journal);
}

/** Keeps the update as the last one. */
export function finishJournal(root: string, journal: Journal): void {
  write(join(root, '.releases', finished), journal);
  rmSync(join(root, '.releases', underWay), { force: true });
}

/** Forgets the update: it was undone. */
export function dropJournal(root: string, { last = false } = {}): void {
  rmSync(join(root, '.releases', underWay), { force: true });
  if (last) rmSync(join(root, '.releases', finished), { force: true });
}

function read(file: string): Journal | undefined {
  return existsSync(file) ? journalSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

function write(file: string, journal: Journal): void {
  writeFileSync(`${file}.draft`, JSON.stringify(journal), { mode: 0o600, flush: true });
  renameSync(`${file}.draft`, file);
}
