export type HttpMethod = 'GET' | 'POST';

/** Reads a method as Twilio does: case does not matter, anything but GET and POST is null. */
export function httpMethod(text: string): HttpMethod | null {
  const upper = text.toUpperCase();
  return upper === 'GET' || upper === 'POST' ? upper : null;
}
