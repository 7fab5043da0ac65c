import { connectionSettings } from '../webhook/connection-override.ts';
import { type HttpMethod, httpMethod } from '../webhook/webhook.ts';
import type { Line, Verb } from './verb.ts';

/** Reads a whole number and clamps it to the bounds. Anything else counts as absent, as Twilio treats it. */
export function numberAttribute(
  verb: Verb,
  name: string,
  defaultValue: number,
  min: number,
  max: number,
): number {
  const text = verb.attributes[name];
  const number = Number(text);
  if (text === undefined || text.trim() === '' || !Number.isInteger(number)) return defaultValue;
  return Math.min(max, Math.max(min, number));
}

export function methodAttribute(verb: Verb, name: string): HttpMethod {
  return httpMethod(verb.attributes[name] ?? '') ?? 'POST';
}

export function flagAttribute(verb: Verb, name: string): boolean {
  return (verb.attributes[name] ?? '').toLowerCase() === 'true';
}

/** Resolves an address against the document's own. Returns undefined when the result is no http(s) URL. */
export function resolveUrl(address: string, line: Line): string | undefined {
  const base = line.documentUrl;
  if (!URL.canParse(address, base)) return undefined;
  const url = new URL(address, base).href;
  return connectionSettings(url) ? url : undefined;
}
