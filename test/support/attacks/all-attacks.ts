import type { PlayableAttack } from './attack.ts';
import { bodyAttacks } from './body-attacks.ts';
import { clientAttacks } from './client-attacks.ts';
import { guessingAttacks } from './guessing-attacks.ts';
import { handOffAttacks } from './hand-off-attacks.ts';
import { openidAttacks } from './openid-attacks.ts';
import { operatorAttacks } from './operator-attacks.ts';
import { secondFactorAttacks } from './second-factor-attacks.ts';
import { signInAttacks } from './sign-in-attacks.ts';
import { webhookAttacks } from './webhook-attacks.ts';
import { whatsappAttacks } from './whatsapp-attacks.ts';

export const allAttacks: PlayableAttack[] = [
  ...openidAttacks,
  ...signInAttacks,
  ...handOffAttacks,
  ...whatsappAttacks,
  ...webhookAttacks,
  ...guessingAttacks,
  ...clientAttacks,
  ...bodyAttacks,
  ...operatorAttacks,
  ...secondFactorAttacks,
];
