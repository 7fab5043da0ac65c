/** Marks that a copied text carries and no reader sees: byte order mark, zero-width space, direction marks, soft hyphen. */
const invisible = /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

/** Word processors write such quotes, which no env file reader removes. */
const typographicQuotes = /^[\u2018\u201A\u201C\u201E\u00AB](.*)[\u2018\u2019\u201C\u201D\u00BB]$/s;

/** Returns a value as its author sees it: without invisible marks, with plain spaces; `undefined` when it is empty. */
export function cleanValue(value: string | undefined): string | undefined {
  const plain = value
    ?.replace(invisible, '')
    .replace(/\p{Zs}/gu, ' ')
    .trim();
  return plain?.replace(typographicQuotes, '$1').trim() || undefined;
}

/** Returns the environment with clean names: a byte order mark would stick to the name in the first line of `.env`. */
export function cleanNames(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name.replace(invisible, '').trim(), value]),
  );
}
