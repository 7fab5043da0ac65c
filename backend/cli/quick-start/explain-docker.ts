type Explanation = { cause: string; fix: string };

/** What Docker prints, and what it means. The first match counts. */
const explanations: [printed: RegExp, explanation: Explanation][] = [
  [
    /command not found/i,
    {
      cause: 'Docker is not installed.',
      fix: 'Install it from https://docs.docker.com/engine/install/, or start without --docker',
    },
  ],
  [
    /permission denied.*(?:docker\.sock|docker daemon)|docker\.sock.*permission denied/is,
    {
      cause: 'This user may not use it.',
      fix: 'Run: sudo usermod -aG docker "$USER"   then sign out and in again',
    },
  ],
  [
    /cannot connect to the docker daemon|is the docker daemon running|docker\.sock: connect|error during connect/i,
    {
      cause: 'Its daemon is not running.',
      fix: 'Run: sudo systemctl start docker   (or open Docker Desktop), then start again',
    },
  ],
  [
    /port is already allocated|address already in use|ports are not available/i,
    {
      cause: 'A port is already in use.',
      fix: 'Stop the program that uses it, or use other ports: ./scripts/quick-start.sh --docker --port 9000',
    },
  ],
  [
    /container name .* is already in use/i,
    {
      cause: 'A container of another folder has its name.',
      fix: 'docker compose ls shows the folder; run "docker compose down" there',
    },
  ],
  [
    /no space left on device/i,
    {
      cause: 'The disk is full.',
      fix: 'docker system df shows what uses it; docker builder prune frees some',
    },
  ],
  [
    /toomanyrequests|rate limit/i,
    { cause: 'The registry limits downloads.', fix: 'Run: docker login   or wait an hour' },
  ],
  [
    /tls handshake timeout|i\/o timeout|no such host|name resolution|failed to resolve|network is unreachable|EAI_AGAIN|ETIMEDOUT/i,
    {
      cause: 'The network did not answer.',
      fix: 'Check the connection and the proxy of Docker, then start again',
    },
  ],
];

/** Returns what Docker's message means; `undefined` for an unknown one. */
export function explainDocker(output: string): Explanation | undefined {
  return explanations.find(([printed]) => printed.test(output))?.[1];
}
