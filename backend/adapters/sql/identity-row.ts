import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import type { IdentityColumns } from './schema.ts';

export function identityColumns(identity: VisitorIdentity): IdentityColumns {
  return {
    identity: identity.fingerprint,
    provider: identity.provider,
    name: identity.name ?? null,
    email: identity.email ?? null,
    proven_phone: identity.provenPhone ?? null,
  };
}

export function toIdentity(row: IdentityColumns): VisitorIdentity {
  return {
    fingerprint: row.identity,
    provider: row.provider,
    name: row.name ?? undefined,
    email: row.email ?? undefined,
    provenPhone: row.proven_phone ?? undefined,
  };
}
