function asJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

/** Indents JSON and XML for reading. Returns other text unchanged. */
export function prettyBody(body: string): string {
  return body.trimStart().startsWith('<') ? prettyXml(body) : (asJson(body) ?? body);
}

const tokenPattern = /<[^>]*>|[^<]+/g;

function isOpening(token: string) {
  return /^<[^/?!]/.test(token) && !token.endsWith('/>');
}

function isClosing(token: string) {
  return token.startsWith('</');
}

/** Puts each element on its own line, indented by two. An element with text only stays on one line. */
export function prettyXml(xml: string): string {
  const tokens = (xml.match(tokenPattern) ?? []).map((token) => token.trim()).filter((token) => token !== '');
  const lines: string[] = [];
  let depth = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const [token = '', next = '', last = ''] = tokens.slice(index, index + 3);
    const holdsText = isOpening(token) && !next.startsWith('<') && isClosing(last);
    const isEmpty = isOpening(token) && isClosing(next);
    if (isClosing(token)) depth = Math.max(0, depth - 1);
    const line = holdsText ? token + next + last : isEmpty ? token + next : token;
    lines.push('  '.repeat(depth) + line);
    if (holdsText) index += 2;
    else if (isEmpty) index += 1;
    else if (isOpening(token)) depth += 1;
  }
  return lines.join('\n');
}
