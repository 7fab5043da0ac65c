/** An element of index.html: its name, its attributes, and its children. */
export type ViewNode =
  | string
  | readonly [name: string, attributes: Readonly<Record<string, string>>, ...ViewNode[]];
