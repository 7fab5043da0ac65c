/** Changes maps and remembers how to undo it, so that a refused change leaves nothing. */
export type Journal = {
  set<K, V>(map: Map<K, V>, key: K, value: V): void;
  delete<K, V>(map: Map<K, V>, key: K): void;
  rollBack(): void;
};

export function createJournal(): Journal {
  const undo: (() => void)[] = [];

  function remember<K, V>(map: Map<K, V>, key: K): void {
    const old = map.get(key);
    if (old === undefined) undo.push(() => map.delete(key));
    else undo.push(() => map.set(key, old));
  }

  return {
    set(map, key, value) {
      remember(map, key);
      map.set(key, value);
    },
    delete(map, key) {
      if (!map.has(key)) return;
      remember(map, key);
      map.delete(key);
    },
    rollBack() {
      for (const step of undo.splice(0).reverse()) step();
    },
  };
}
