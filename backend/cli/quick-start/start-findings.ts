import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '../terminal.ts';

/** A warning or an error of a service's log. */
type Finding = { level: 'warn' | 'error'; text: string; fix: string };

/** Longer than the checks of a start take; with a low LOG_LEVEL their end is not logged. */
const patienceMs = 25_000;
const pollMs = 200;

/** Waits until the server has logged that its start checks are finished. */
export async function awaitStartChecks(logFile: string): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (Date.now() < giveUpAt && !readLog(logFile).includes('"start checks finished"')) await sleep(pollMs);
}

/** Prints every warning and error of a log with its fix, each once. Returns whether there was an error. */
export function printFindings(terminal: Terminal, logFile: string): boolean {
  const findings = findFindings(readLog(logFile));
  if (findings.length > 0) terminal.heading('To fix');
  for (const { level, text, fix } of findings)
    if (level === 'error') terminal.bad(text, fix);
    else terminal.warn(text, fix);
  return findings.some(({ level }) => level === 'error');
}

/** Returns the findings of a log in JSON lines, each once. */
export function findFindings(log: string): Finding[] {
  const found = log.split('\n').flatMap((line) => readFinding(line));
  return found.filter(({ text }, index) => found.findIndex((other) => other.text === text) === index);
}

const ownFields = ['level', 'time', 'message', 'fix', 'cause'];

function readFinding(line: string): Finding[] {
  const entry = parseLine(line);
  if (entry.level !== 'warn' && entry.level !== 'error') return [];
  const more = Object.entries(entry).filter(([name]) => !ownFields.includes(name));
  const facts = more.map(([name, value]) => `${name}: ${String(value)}`).join(', ');
  const text = facts === '' ? `${entry.message}` : `${entry.message} (${facts})`;
  return [{ level: entry.level, text, fix: String(entry.fix ?? 'see the log') }];
}

function parseLine(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
