import { setTimeout as sleep } from 'node:timers/promises';

export type SimulatedCall = { sid: string; to: string; status: string };
export type SimulatedText = { to: string; from: string; body: string; status: string };
export type TimelineEntry = { seq: number; at: string; kind: string; data: Record<string, unknown> };

const hasLeft = new Set(['sent', 'delivered']);

/** The control side of the simulated carrier: scripts for phones, faults, and what was called and texted. */
export function createSimulatedPhones(baseUrl: string) {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${baseUrl}/simulator${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok)
      throw new Error(`simulator ${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
  const to = (number: string) => `to=${encodeURIComponent(number)}`;

  return {
    script: (number: string, script: string, behaviour: Record<string, unknown> = {}) =>
      call('PUT', '/phones', { number, script, ...behaviour }),
    fault: (fault: Record<string, unknown>) => call('POST', '/faults', fault),
    callsTo: async (number: string) =>
      (await call<{ calls: SimulatedCall[] }>('GET', `/calls?${to(number)}`)).calls,
    textsTo: async (number: string) =>
      (await call<{ messages: SimulatedText[] }>('GET', `/messages?${to(number)}`)).messages,
    timeline: async (after = 0) =>
      (await call<{ entries: TimelineEntry[] }>('GET', `/timeline?after=${after}`)).entries,
    /** The six digits in the newest text that has reached a phone, as soon as one has. */
    async code(number: string): Promise<string> {
      for (let tries = 0; tries < 400; tries += 1) {
        const arrived = (await this.textsTo(number)).filter(({ status }) => hasLeft.has(status));
        const newest = arrived.map(({ body }) => /\b\d{6}\b/.exec(body)?.[0]).at(-1);
        if (newest !== undefined) return newest;
        await sleep(25);
      }
      throw new Error('No text with a code arrived.');
    },
  };
}

export type SimulatedPhones = ReturnType<typeof createSimulatedPhones>;
