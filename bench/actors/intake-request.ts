import type { HttpClient } from './http-client.ts';
import type { Visitor } from './visitors.ts';

export type CreatedCallback = { request_id: string; reference: string };

/** Returns the request of a visitor's page, with every field filled in. */
export function intakeRequest({ phone, address, proof }: Visitor) {
  return {
    path: '/api/v1/callbacks',
    body: JSON.stringify({
      name: 'Maria Fernandez',
      phone,
      captcha: proof,
      email: 'maria.fernandez@example.com',
      subject: 'The boiler in the basement makes a knocking sound',
      page: 'https://www.example.com/heating/repairs',
    }),
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
  };
}

/** Requests a callback. Throws with the response when the server refuses it. */
export async function requestCallback(client: HttpClient, visitor: Visitor): Promise<CreatedCallback> {
  const { path, body, headers } = intakeRequest(visitor);
  const answer = await client.post(path, body, headers);
  if (answer.status !== 201)
    throw new Error(`The backend refused a callback request: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as CreatedCallback;
}
