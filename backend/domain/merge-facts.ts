/** Adds facts to an object. Returns the same object when no fact is new, so that the caller need not save it. */
export function mergeFacts<T extends object>(known: T, facts: Partial<T>): T {
  const keys = Object.keys(facts) as (keyof T)[];
  return keys.every((key) => facts[key] === known[key]) ? known : { ...known, ...facts };
}
