import assert from 'node:assert/strict';
import * as otpauth from 'otpauth';
import { begunSecondFactor, confirmedSecondFactor } from '../../../contract/operator/second-factor.ts';
import type { HttpSetup } from './http-setup.ts';
import { adminToken, operate } from './operator-requests.ts';

/** What a person keeps after switching the second factor on. */
export type KeptFactor = { app: otpauth.TOTP; recoveryCodes: string[] };

/** What an authenticator app shows; `steps` moves it by 30-second steps. */
export function shownCode(setup: HttpSetup, { app }: Pick<KeptFactor, 'app'>, steps = 0): string {
  return app.generate({ timestamp: setup.clock.now() + steps * 30_000 });
}

/** Switches the second factor of a token on, with an app that read the code from the address. */
export async function addSecondFactor(setup: HttpSetup, token = adminToken): Promise<KeptFactor> {
  const begun = await operate(setup, '/totp/begin', { method: 'POST', token });
  assert.equal(begun.statusCode, 200, begun.body);
  const app = otpauth.URI.parse(begunSecondFactor.strict().parse(begun.json()).otpauth_uri);
  assert.ok(app instanceof otpauth.TOTP);
  const body = { code: shownCode(setup, { app }) };
  const confirmed = await operate(setup, '/totp/confirm', { body, token });
  assert.equal(confirmed.statusCode, 200, confirmed.body);
  return { app, recoveryCodes: confirmedSecondFactor.strict().parse(confirmed.json()).recovery_codes };
}

/** Exchanges a token, and a code when there is one, for a session in a bearer. */
export function signInWith(setup: HttpSetup, code?: string, token = adminToken) {
  const body = { token, keep: 'bearer', ...(code === undefined ? {} : { code }) };
  return operate(setup, '/session', { body, token: '' });
}

/** Signs in as `signInWith` does; returns the session. */
export async function sessionOf(setup: HttpSetup, code?: string, token?: string): Promise<string> {
  const answer = await signInWith(setup, code, token);
  assert.equal(answer.statusCode, 201, answer.body);
  return String(answer.json().session);
}
