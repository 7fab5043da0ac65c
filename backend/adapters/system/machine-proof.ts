import type { Secrets } from '../../ports/secrets.ts';

const lifetimeMs = 60_000;
/** The clock of a command and that of the server, which can be its database's, may differ by this much. */
const skewMs = 60_000;

/** Creates proofs of the application secret. Commands on the server's machine send them instead of a person's code. */
export function createMachineProofs({
  fingerprint,
  same,
}: Pick<Secrets, 'fingerprint' | 'same'>): Pick<Secrets, 'machineProof' | 'isMachineProof'> {
  const sign = (expiresAt: number) => `${expiresAt}.${fingerprint('machine-proof', String(expiresAt))}`;
  return {
    machineProof: (at) => sign(at + lifetimeMs),
    isMachineProof(proof, at) {
      const expiresAt = Number.parseInt(proof, 10);
      const isCurrent = expiresAt > at - skewMs && expiresAt <= at + lifetimeMs + skewMs;
      return isCurrent && same(proof, sign(expiresAt));
    },
  };
}
