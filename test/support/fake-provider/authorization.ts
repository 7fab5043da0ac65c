import { createHash, randomBytes } from 'node:crypto';

type Asked = {
  clientId: string;
  redirectUri: string;
  scope: string;
  challenge: string | undefined;
  used: boolean;
};

/** Common behaviour of providers: ask the person, and remember whom a code belongs to. */
export type Authorizations = {
  /** The redirect from the authorization endpoint; some providers append `quirk`. */
  answer(query: URLSearchParams, quirk: string): string;
  /** The reason why a code cannot be exchanged, or `undefined`. */
  exchange(form: URLSearchParams): 'ok' | 'unknown' | 'used' | 'redirect' | 'verifier';
  /** All requests, oldest first. */
  asked: Asked[];
  /** The person's next decision. */
  person: { says: 'yes' | 'no' };
};

export function createAuthorizations(): Authorizations {
  const codes = new Map<string, Asked>();
  const person: Authorizations['person'] = { says: 'yes' };
  return {
    asked: [],
    person,
    answer(query, quirk) {
      const back = new URL(query.get('redirect_uri') ?? '');
      back.searchParams.set('state', query.get('state') ?? '');
      if (person.says === 'no') {
        back.searchParams.set('error', 'access_denied');
        return `${back}${quirk}`;
      }
      const code = randomBytes(16).toString('hex');
      codes.set(code, readAsked(query));
      back.searchParams.set('code', code);
      return `${back}${quirk}`;
    },
    exchange(form) {
      const asked = codes.get(form.get('code') ?? '');
      if (asked === undefined) return 'unknown';
      if (asked.used) return 'used';
      if (asked.redirectUri !== form.get('redirect_uri')) return 'redirect';
      if (asked.challenge !== undefined && asked.challenge !== challengeOf(form)) return 'verifier';
      asked.used = true;
      return 'ok';
    },
  };
}

function readAsked(query: URLSearchParams): Asked {
  return {
    clientId: query.get('client_id') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    scope: query.get('scope') ?? '',
    challenge: query.get('code_challenge') ?? undefined,
    used: false,
  };
}

function challengeOf(form: URLSearchParams): string {
  return createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
}
