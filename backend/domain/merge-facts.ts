/**
 * Adds facts to what is known. When none of them is new, the same object comes back, and whoever compares knows that
 * nothing has to be saved.
 */
export function mergeFacts<T extends object>(known: T, facts: Partial<T>): T {
  const keys = Object.keys(facts) as (keyof T)[];
  return keys.every((key) => facts[key] === known[key]) ? known : { ...known, ...facts };
}
