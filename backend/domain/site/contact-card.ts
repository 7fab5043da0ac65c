import type { Site } from './site.ts';

/** Maximum bytes of a line: https://www.rfc-editor.org/rfc/rfc2426#section-2.6 */
const maxLineBytes = 75;

/**
 * Returns a vCard 3.0 with the business's name and the number that its callbacks come from. Phones with call screening
 * put known numbers through. https://www.rfc-editor.org/rfc/rfc2426
 */
export function contactCard({
  businessName,
  callerNumber,
}: Pick<Site, 'businessName' | 'callerNumber'>): string {
  const name = escapeText(businessName);
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${name}`,
    `N:;${name};;;`,
    `ORG:${name}`,
    `TEL;TYPE=WORK,VOICE:${callerNumber}`,
    'END:VCARD',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

/** A name that is left unescaped could end its field and add others. */
function escapeText(text: string): string {
  const oneLine = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return oneLine.replace(/[\\;,]/g, (sign) => `\\${sign}`);
}

/** Folds a long line. A continuation begins with a space, and no character is split. */
function fold(line: string): string {
  let folded = '';
  let bytes = 0;
  for (const character of line) {
    const size = byteLength(character);
    if (bytes + size > maxLineBytes) {
      folded += '\r\n ';
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}

/** The length of one character in UTF-8. */
function byteLength(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
