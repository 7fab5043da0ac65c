/** Keys by what they are found by, as an index of a table. */
export type Index = Map<string, readonly string[]>;

/** Changes maps and remembers how to undo it, so that a refused change leaves nothing. */
export type Journal = {
  set<K, V>(map: Map<K, V>, key: K, value: V): void;
  delete<K, V>(map: Map<K, V>, key: K): void;
  /** Adds a key to an index. */
  add(index: Index, name: string, key: string): void;
  rollBack(): void;
};

export function createJournal(): Journal {
  const undo: (() => void)[] = [];

  function remember<K, V>(map: Map<K, V>, key: K): void {
    const old = map.get(key);
    if (old === undefined) undo.push(() => map.delete(key));
    else undo.push(() => map.set(key, old));
  }

  function set<K, V>(map: Map<K, V>, key: K, value: V): void {
    remember(map, key);
    map.set(key, value);
  }

  return {
    set,
    delete(map, key) {
      if (!map.has(key)) return;
      remember(map, key);
      map.delete(key);
    },
    add: (index, name, key) => set(index, name, [...(index.get(name) ?? []), key]),
    rollBack() {
      for (const step of undo.splice(0).reverse()) step();
    },
  };
}
