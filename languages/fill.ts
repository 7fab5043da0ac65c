const endsSentence = /[.!?…。！？؟।]["'”’)]?$/u;

/**
 * Puts values in the place of `{name}`. Leaves out a full stop after a value that ends its own sentence, because a
 * visitor's words may have one.
 */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}([.。।])?/g, (whole, name: string, stop: string | undefined) => {
    const value = values[name];
    if (value === undefined) return whole;
    return `${value}${endsSentence.test(String(value)) ? '' : (stop ?? '')}`;
  });
}
