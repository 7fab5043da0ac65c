import colours from 'picocolors';

type Entry = { level?: string; time?: string; message?: string; fix?: string } & Record<string, unknown>;

const paint: Record<string, (text: string) => string> = {
  error: colours.red,
  fatal: colours.red,
  warn: colours.yellow,
  info: colours.blue,
  debug: colours.dim,
};

/** Returns a JSON line of the log as one readable line; another line stays as it is. */
export function formatLogLine(line: string, { withFix = false } = {}): string {
  const entry = parse(line);
  if (entry?.message === undefined) return line;
  const { level = 'info', time = '', message, fix, cause: _cause, ...facts } = entry;
  const more = Object.entries(facts)
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' ');
  const colour = paint[level] ?? String;
  const first =
    `${colours.dim(time.slice(11, 19))} ${colour(level.padEnd(5))} ${message} ${colours.dim(more)}`.trimEnd();
  return withFix && fix !== undefined ? `${first}\n  ${colours.dim('Fix:')} ${fix}` : first;
}

/** Whether a line of the log is a warning or an error. */
export function isError(line: string): boolean {
  const level = parse(line)?.level;
  return level === 'error' || level === 'warn' || level === 'fatal';
}

function parse(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
