/** One change of an env file. Comments, order and every other line stay as they are. */
export type Edit =
  | { kind: 'set'; name: string; value: string }
  | { kind: 'unset'; name: string }
  | { kind: 'rename'; from: string; to: string };

const assignment = /^(\s*(?:export\s+)?)([\w.-]+)(\s*=\s*)([\s\S]*)$/;

/** Returns the text of an env file after these changes. */
export function editEnvText(text: string, edits: readonly Edit[]): string {
  return edits.reduce(applyEdit, text);
}

function applyEdit(text: string, edit: Edit): string {
  const lines = text.split('\n');
  if (edit.kind === 'rename')
    return lines.map((line) => (nameOf(line) === edit.from ? renamed(line, edit.to) : line)).join('\n');
  const places = lines.flatMap((line, index) => (nameOf(line) === edit.name ? [index] : []));
  const written = edit.kind === 'set' ? quoteValue(edit.value) : '';
  const last = places.at(-1);
  if (last === undefined) return edit.kind === 'set' ? append(text, `${edit.name}=${written}`) : text;
  // The last of several lines counts, so the others would only mislead the reader.
  return lines
    .map((line, index) => (index === last ? `${edit.name}=${written}${lineEnd(line)}` : line))
    .filter((_line, index) => index === last || !places.includes(index))
    .join('\n');
}

function nameOf(line: string): string | undefined {
  return assignment.exec(line)?.[2];
}

function renamed(line: string, name: string): string {
  return line.replace(assignment, `$1${name}$3$4`);
}

function lineEnd(line: string): string {
  return line.endsWith('\r') ? '\r' : '';
}

function append(text: string, line: string): string {
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${separator}${line}\n`;
}

/** Returns a value as an env file needs it: plain where that is safe, otherwise in quotes. Throws `unquotable`. */
export function quoteValue(value: string): string {
  if (/^[\w.,:;/@%+=~*?!()[\]{}&|<>^ -]*$/.test(value) && value === value.trim()) return value;
  const quote = ["'", '`', '"'].find((mark) => !value.includes(mark));
  if (quote === undefined || /[\r\n]/.test(value))
    throw Object.assign(new Error('The value contains every kind of quotation mark, or a line break.'), {
      code: 'unquotable',
    });
  return `${quote}${value}${quote}`;
}

const invisible = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;
const typographicQuotes =
  /^([^=]*=\s*)[\u2018\u201A\u201C\u201E\u00AB](.*)[\u2018\u2019\u201C\u201D\u00BB]\s*$/;

/** Returns the text without what a copied text carries and no reader sees, with plain spaces and plain quotes. */
export function cleanEnvText(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(invisible, '')
        .replace(/\p{Zs}/gu, ' ')
        .replace(typographicQuotes, '$1"$2"'),
    )
    .join('\n');
}

/** Returns the text with quotes around every value that an unquoted # would cut. */
export function quoteComments(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const [, before = '', name = '', equals = '', value = ''] = assignment.exec(line) ?? [];
      const isCut = name !== '' && !/^["'`]/.test(value) && /[^\s#]#/.test(value);
      return isCut ? `${before}${name}${equals}${quoteValue(value.trim())}${lineEnd(line)}` : line;
    })
    .join('\n');
}

/** Returns the names that are assigned more than once; an empty value counts as unset. */
export function findDuplicates(text: string): string[] {
  const names = text.split('\n').flatMap((line) => {
    const [, , name, , value = ''] = assignment.exec(line) ?? [];
    return name === undefined || value.trim() === '' ? [] : [name];
  });
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** Returns the text with only the last assignment of each of these names. */
export function dropDuplicates(text: string): string {
  const doubled = findDuplicates(text);
  const lines = text.split('\n');
  const lastOf = new Map(lines.map((line, index) => [nameOf(line), index] as const));
  return lines
    .filter((line, index) => {
      const name = nameOf(line);
      return name === undefined || !doubled.includes(name) || lastOf.get(name) === index;
    })
    .join('\n');
}

/** Decodes an env file that was saved as UTF-8 or, on Windows, as UTF-16. */
export function decodeEnvFile(content: Buffer): string {
  const isUtf16 = content.includes(0) || (content[0] === 0xff && content[1] === 0xfe);
  return new TextDecoder(isUtf16 ? utf16Kind(content) : 'utf-8', { ignoreBOM: false }).decode(content);
}

function utf16Kind(content: Buffer): string {
  return content[0] === 0xfe || content[0] === 0 ? 'utf-16be' : 'utf-16le';
}
