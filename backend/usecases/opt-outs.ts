import { spellingsOf } from '../domain/phone-number.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Guard } from '../ports/store/change.ts';
import type { Store } from '../ports/store/store.ts';

export type OptOutPorts = { store: Store; secrets: Secrets };

/**
 * Opt-outs are stored as keyed fingerprints only, so they can stay when all personal data is erased. A fingerprint of a
 * former spelling cannot be converted, so all spellings are looked up. The canonical one is first.
 */
function optOutsOf(secrets: Secrets, phone: string): string[] {
  return spellingsOf(phone).map((spelling) => secrets.fingerprint('opt-out', spelling));
}

export function hasOptedOut({ store, secrets }: OptOutPorts, phone: string): Promise<boolean> {
  return store.isOptedOut(optOutsOf(secrets, phone));
}

export function setOptOut(ports: OptOutPorts, phone: string, optedOut: boolean, at: number): Promise<void> {
  return ports.store.setOptOut(optOutsOf(ports.secrets, phone), optedOut, at);
}

/** Returns the guard that repeats the opt-out check inside the commit. */
export function notOptedOut(secrets: Secrets, phone: string): Guard {
  return { kind: 'not-opted-out', fingerprints: optOutsOf(secrets, phone) };
}
