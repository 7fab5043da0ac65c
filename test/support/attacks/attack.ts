import type { TestContext } from 'node:test';
import type { Weakness } from '../http/http-setup.ts';

export type Verdict = 'succeeded' | 'defeated';

/** An attack, and the mistakes in a server that would let it succeed. */
type Attack<Server> = {
  /** Plays the attack and returns its verdict. */
  play(server: Server): Promise<Verdict>;
  weaknesses: Record<string, Weakness>;
};

/** An attack that opens its own server, with or without a mistake. */
export type PlayableAttack = {
  name: string;
  mistakes: string[];
  play(test: TestContext, mistake?: string): Promise<Verdict>;
};

/** Attacks on the same kind of server. */
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
