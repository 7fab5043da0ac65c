/** A node as fast-xml-parser gives it with preserveOrder: one key for the content, `:@` for attributes. */
export type XmlNode = { [name: string]: XmlNode[] | string | undefined } & {
  ':@'?: Record<string, string>;
};

export function isElement(node: XmlNode): boolean {
  return Object.keys(node).some((key) => key !== ':@' && !key.startsWith('#'));
}

/** The text in a list of nodes, of their children too. */
export function textOf(nodes: XmlNode[]): string {
  return nodes
    .flatMap((node) => Object.entries(node).filter(([key]) => key !== ':@'))
    .map(([key, value]) => {
      if (key === '#text') return typeof value === 'string' ? value : '';
      return Array.isArray(value) ? ` ${textOf(value)} ` : '';
    })
    .join('');
}
