import { Counter, Gauge, type Registry } from 'prom-client';

/** One value, under the value of its metric's label when it has one. */
export type Reading = { label?: string; value: number };

type Source = {
  /** Name of the only label; its values come from a closed set. */
  label?: string;
  /** Reads all values; called once for each collection. */
  read: () => Promise<Reading[]>;
};

/** Adds a metric whose value can fall. */
export function addGauge(registry: Registry, name: string, help: string, { label, read }: Source): void {
  new Gauge({
    ...optionsOf(registry, name, help, label),
    async collect() {
      const readings = await read();
      this.reset();
      for (const reading of readings) this.set(labelsOf(label, reading), reading.value);
    },
  });
}

/** Adds a metric whose value only grows. It is counted elsewhere, so that each collection replaces it. */
export function addCounter(registry: Registry, name: string, help: string, { label, read }: Source): void {
  new Counter({
    ...optionsOf(registry, name, help, label),
    async collect() {
      const readings = await read();
      this.reset();
      for (const reading of readings) this.inc(labelsOf(label, reading), reading.value);
    },
  });
}

function optionsOf(registry: Registry, name: string, help: string, label: string | undefined) {
  return { name, help, registers: [registry], labelNames: label === undefined ? [] : [label] };
}

function labelsOf(name: string | undefined, { label }: Reading): Record<string, string> {
  return name === undefined || label === undefined ? {} : { [name]: label };
}
