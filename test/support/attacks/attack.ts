import type { TestContext } from 'node:test';
import type { Weakness } from '../http/http-setup.ts';

export type Verdict = 'succeeded' | 'defeated';

/** Something that somebody who means harm can do, and mistakes in a server that would let them get what they want. */
type Attack<Server> = {
  /** Does what any attacker can, and looks at what came of it. */
  play(server: Server): Promise<Verdict>;
  weaknesses: Record<string, Weakness>;
};

/** An attack that opens servers for itself: a right one, or one with a mistake. */
export type PlayableAttack = {
  name: string;
  mistakes: string[];
  play(test: TestContext, mistake?: string): Promise<Verdict>;
};

/** Attacks upon the same kind of server. */
export function attacksOn<Server>(
  open: (test: TestContext, weakness: Weakness | undefined) => Promise<Server>,
  attacks: Record<string, Attack<Server>>,
): PlayableAttack[] {
  return Object.entries(attacks).map(([name, { play, weaknesses }]) => ({
    name,
    mistakes: Object.keys(weaknesses),
    play: async (test, mistake) =>
      play(await open(test, mistake === undefined ? undefined : weaknesses[mistake])),
  }));
}

export function verdict(gained: boolean): Verdict {
  return gained ? 'succeeded' : 'defeated';
}
