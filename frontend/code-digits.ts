/** Six digits that stand alone, perhaps in two groups. */
const wholeCode = /(?:^|\D)(\d{3}[ -]?\d{3})(?!\d)/;

/** The digits of a code in what was typed or pasted, text around it included; at most six. */
export function codeDigits(text: string): string {
  const plain = text.normalize('NFKC');
  const code = wholeCode.exec(plain)?.[1] ?? plain;
  return code.replace(/\D/g, '').slice(0, 6);
}
