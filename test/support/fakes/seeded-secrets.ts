import { createSecrets } from '../../../backend/adapters/system/secrets.ts';
import type { Secrets } from '../../../backend/ports/secrets.ts';
import type { Random } from './seeded-random.ts';

const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** The real keyed hashes with seeded randomness, so that a run can be repeated exactly. */
export function seededSecrets(random: Random): Secrets {
  const word = (length: number) =>
    Array.from({ length }, () => letters[random.between(0, letters.length - 1)]).join('');
  return {
    ...createSecrets({ appSecret: 'a secret for tests only, thirty-two characters or more' }),
    capability: () => word(22),
    reference: () => `${word(3)}-${word(4)}`,
    jitter: () => random.next(),
  };
}
