/** A Markdown table; pipes inside cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A two-column table of names and what they mean. */
export function meanings(of: string, all: Record<string, string>): string {
  return table(
    [of, 'meaning'],
    Object.entries(all).map(([name, meaning]) => [code(name), meaning]),
  );
}
