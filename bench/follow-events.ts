import { get } from 'node:http';

/** The event stream that a visitor's page holds open while it waits. Resolves when it is open. */
export function followEvents(
  baseUrl: string,
  { request_id, address }: { request_id: string; address: string },
): Promise<{ close(): void }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ close(): void }>();
  const headers = { 'x-forwarded-for': address };
  const request = get(`${baseUrl}/api/v1/callbacks/${request_id}/events`, { agent: false, headers });
  request.on('error', reject);
  request.on('response', (response) => {
    if (response.statusCode !== 200) reject(new Error(`A stream was refused: ${response.statusCode}`));
    response.resume();
    resolve({ close: () => request.destroy() });
  });
  return promise;
}
