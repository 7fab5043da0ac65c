export type Candidate = { base: string; timeoutMs: number };

const localTimeoutMs = 3_000;
const deployedTimeoutMs = 4_000;

/** Returns the API of a built page: the one that it was built for, or the one that serves it. */
export function deployedBackend(page: { origin: string }, backendUrl: string): Candidate {
  return { base: backendUrl === '' ? page.origin : backendUrl, timeoutMs: deployedTimeoutMs };
}

/**
 * Returns the possible APIs of a page on the development server, in the order of trying: first the API on this machine.
 * Builds leave this out, so that a published page cannot be turned to another API.
 */
export function developmentBackends(page: { origin: string }, backendUrl: string): Candidate[] {
  const local = { base: 'http://localhost:8501', timeoutMs: localTimeoutMs };
  return [local, deployedBackend(page, backendUrl)];
}
