/** Address of an API on the visitor's own machine. */
export const localApi = 'http://localhost:8501';

export type Candidate = { base: string; timeoutMs: number };

const localTimeoutMs = 3_000;
const deployedTimeoutMs = 4_000;

/**
 * Returns the possible addresses of the API, in the order of trying. The local address is tried only if the page is
 * local or its address has `?backend=local`: browsers ask visitors for permission to reach their own network.
 */
export function backendCandidates(
  page: { origin: string; hostname: string; search: string },
  backendUrl: string,
): Candidate[] {
  const local = { base: localApi, timeoutMs: localTimeoutMs };
  const deployed = { base: backendUrl === '' ? page.origin : backendUrl, timeoutMs: deployedTimeoutMs };
  const isRequested = new URLSearchParams(page.search).get('backend') === 'local';
  if (!isRequested && !isLoopback(page.hostname)) return [deployed];
  // A page that an API serves belongs to that API. Another API may run on the usual port.
  return backendUrl === '' && !isRequested ? [deployed, local] : [local, deployed];
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
