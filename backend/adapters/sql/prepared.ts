import { type Compilable, type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Engine } from './engine.ts';

/** Stands where a value will be; a list is as many places as it has items. */
export type Placeholders<Values> = {
  [Name in keyof Values]: Values[Name] extends readonly (infer Item)[]
    ? RawBuilder<Item>[]
    : RawBuilder<Values[Name]>;
};

type Place = { name: string; index: number | undefined };

const places = new WeakSet<object>();

/**
 * A statement whose text is put together at its first use on an engine; later uses bring only their values, for
 * building and spelling out a query costs more than running it. What is made must not depend on the values, only on
 * the names they come under and on how long their lists are.
 */
export function prepared<Values extends object, Row = unknown>(
  build: (engine: Engine, places: Placeholders<Values>) => Compilable<Row>,
): (engine: Engine, values: Values) => CompiledQuery<Row> {
  const made = new WeakMap<Engine, Map<string, CompiledQuery<Row>>>();
  return (engine, values) => {
    const known = made.get(engine) ?? new Map<string, CompiledQuery<Row>>();
    made.set(engine, known);
    const shape = shapeOf(values);
    const query = known.get(shape) ?? build(engine, placesFor(values)).compile();
    known.set(shape, query);
    return { ...query, parameters: query.parameters.map((parameter) => fill(parameter, values)) };
  };
}

function shapeOf(values: object): string {
  const lists = Object.values(values).filter(Array.isArray);
  return lists.map(({ length }) => length).join();
}

function placesFor<Values extends object>(values: Values): Placeholders<Values> {
  const named = Object.entries(values).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map((_, index) => placeOf(name, index)) : placeOf(name, undefined),
  ]);
  return Object.fromEntries(named);
}

function placeOf(name: string, index: number | undefined): RawBuilder<unknown> {
  const place: Place = { name, index };
  places.add(place);
  return sql.val(place);
}

function fill(parameter: unknown, values: object): unknown {
  if (typeof parameter !== 'object' || parameter === null || !places.has(parameter)) return parameter;
  const { name, index } = parameter as Place;
  const value: unknown = Reflect.get(values, name);
  return index === undefined ? value : (value as unknown[])[index];
}
