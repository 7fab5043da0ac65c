/** Where an API on the visitor's own machine listens. */
export const localApi = 'http://localhost:8501';

/** `timeoutMs` is how long to wait for an answer, in milliseconds. */
export type Candidate = { base: string; timeoutMs: number };

const localTimeoutMs = 3_000;
const deployedTimeoutMs = 4_000;

/**
 * Where to look for the API, in this order. This machine is asked only by a page that itself comes from it, or on
 * request: a browser would ask any other visitor for leave to look around on their own network.
 */
export function backendCandidates(
  page: { origin: string; hostname: string; search: string },
  backendUrl: string,
): Candidate[] {
  const local = { base: localApi, timeoutMs: localTimeoutMs };
  const deployed = { base: backendUrl === '' ? page.origin : backendUrl, timeoutMs: deployedTimeoutMs };
  const asked = new URLSearchParams(page.search).get('backend') === 'local';
  if (!asked && !isLoopback(page.hostname)) return [deployed];
  // A page that an API serves belongs to that one; another may be running on the usual port.
  return backendUrl === '' && !asked ? [deployed, local] : [local, deployed];
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
