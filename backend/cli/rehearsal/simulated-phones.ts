import { setTimeout as sleep } from 'node:timers/promises';

export type SimulatedCall = {
  sid: string;
  to: string;
  status: string;
  direction: string;
  /** What was said to this phone. */
  heard: string[];
};
export type SimulatedText = { to: string; from: string; body: string; status: string };
export type TimelineEntry = { seq: number; at: string; kind: string; data: Record<string, unknown> };

const sentStatuses = new Set(['sent', 'delivered']);

/** Controls the simulated carrier: sets phone scripts and faults, resets it, reads calls, text messages and the timeline. */
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
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
  const to = (number: string) => `to=${encodeURIComponent(number)}`;

  return {
    /** Discards calls, texts, faults and scripts, as if the carrier had just started. */
    reset: () => call('POST', '/reset'),
    script: (number: string, script: string, behaviour: Record<string, unknown> = {}) =>
      call('PUT', '/phones', { number, script, ...behaviour }),
    /** Applies to every phone without a script of its own. */
    scriptByDefault: (script: string) => call('PUT', '/settings', { defaultScript: script }),
    fault: (fault: Record<string, unknown>) => call('POST', '/faults', fault),
    callsTo: async (number: string) =>
      (await call<{ calls: SimulatedCall[] }>('GET', `/calls?${to(number)}`)).calls,
    textsTo: async (number: string) =>
      (await call<{ messages: SimulatedText[] }>('GET', `/messages?${to(number)}`)).messages,
    timeline: async (after = 0) =>
      (await call<{ entries: TimelineEntry[] }>('GET', `/timeline?after=${after}`)).entries,
    /** Waits for a text message with a code and returns the newest code. */
    async code(number: string): Promise<string> {
      for (let tries = 0; tries < 400; tries += 1) {
        const arrived = (await this.textsTo(number)).filter(({ status }) => sentStatuses.has(status));
        const newest = arrived.map(({ body }) => /\b\d{6}\b/.exec(body)?.[0]).at(-1);
        if (newest !== undefined) return newest;
        await sleep(25);
      }
      throw new Error('No text message with a code arrived.');
    },
  };
}

export type SimulatedPhones = ReturnType<typeof createSimulatedPhones>;
