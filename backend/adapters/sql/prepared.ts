import { type Compilable, type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Engine } from './engine.ts';

/** Placeholders for the values of a statement. A list has one placeholder per item. */
export type Placeholders<Values> = {
  [Name in keyof Values]: Values[Name] extends readonly (infer Item)[]
    ? RawBuilder<Item>[]
    : RawBuilder<Values[Name]>;
};

type Placeholder = { name: string; index: number | undefined };

const placeholders = new WeakSet<object>();

/**
 * Creates a statement that is built once per engine and then reused with other values. Building and compiling a query
 * costs more than running it. `build` can depend on the names of the values and the lengths of their lists, never on
 * the values.
 */
export function prepared<Values extends object, Row = unknown>(
  build: (engine: Engine, places: Placeholders<Values>) => Compilable<Row>,
): (engine: Engine, values: Values) => CompiledQuery<Row> {
  const cache = new WeakMap<Engine, Map<string, CompiledQuery<Row>>>();
  return (engine, values) => {
    const byShape = cache.get(engine) ?? new Map<string, CompiledQuery<Row>>();
    cache.set(engine, byShape);
    const shape = shapeOf(values);
    const query = byShape.get(shape) ?? build(engine, placeholdersFor(values)).compile();
    byShape.set(shape, query);
    return { ...query, parameters: query.parameters.map((parameter) => fill(parameter, values)) };
  };
}

function shapeOf(values: object): string {
  const lists = Object.values(values).filter(Array.isArray);
  return lists.map(({ length }) => length).join();
}

function placeholdersFor<Values extends object>(values: Values): Placeholders<Values> {
  const named = Object.entries(values).map(([name, value]) => [
    name,
    Array.isArray(value)
      ? value.map((_, index) => placeholderOf(name, index))
      : placeholderOf(name, undefined),
  ]);
  return Object.fromEntries(named);
}

function placeholderOf(name: string, index: number | undefined): RawBuilder<unknown> {
  const place: Placeholder = { name, index };
  placeholders.add(place);
  return sql.val(place);
}

function fill(parameter: unknown, values: object): unknown {
  if (typeof parameter !== 'object' || parameter === null || !placeholders.has(parameter)) return parameter;
  const { name, index } = parameter as Placeholder;
  const value: unknown = Reflect.get(values, name);
  return index === undefined ? value : (value as unknown[])[index];
}
