import type { HttpClient } from './http-client.ts';
import type { Visitor } from './visitors.ts';

export type Asked = { request_id: string; reference: string };

/** What a visitor's page sends; every field is filled in. */
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

/** Asks for a callback. Throws with the server's words when it does not take the request. */
export async function askForCallback(client: HttpClient, visitor: Visitor): Promise<Asked> {
  const { path, body, headers } = intakeRequest(visitor);
  const answer = await client.post(path, body, headers);
  if (answer.status !== 201) throw new Error(`A request was not taken: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as Asked;
}
