import { createHash, randomBytes } from 'node:crypto';

type Asked = {
  clientId: string;
  redirectUri: string;
  scope: string;
  challenge: string | undefined;
  used: boolean;
};

/** What every provider does the same: asks the person, and keeps for whom a code was made. */
export type Authorizations = {
  /** The answer to the authorization address; `quirk` is hung on it, as some do. */
  answer(query: URLSearchParams, quirk: string): string;
  /** Why a code may not be exchanged, if it may not. */
  exchange(form: URLSearchParams): 'ok' | 'unknown' | 'used' | 'redirect' | 'verifier';
  /** All that was asked, oldest first. */
  asked: Asked[];
  /** What the person does next. */
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
