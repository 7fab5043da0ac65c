import type { CustomFetch } from 'openid-client';
import { isJsonObject, type Provider } from './provider.ts';

/** Lets a provider that answers in its own way where codes are exchanged be understood in the standard's. */
export function mendingFetch(provider: Provider): CustomFetch {
  const { mendTokenAnswer, endpoints } = provider;
  return async (url, options) => {
    const answer = await fetch(url, options as RequestInit);
    if (mendTokenAnswer === undefined || url !== endpoints.token) return answer;
    const body: unknown = await answer.json().catch(() => undefined);
    if (!isJsonObject(body)) return new Response(null, { status: 502 });
    const mended = mendTokenAnswer(body);
    const status = 'error' in mended ? 400 : answer.status;
    return Response.json(mended, { status });
  };
}
