import process from 'node:process';
import { openSqliteStore, start } from './store/open-store.ts';
import { creation, sampleCallback } from './store/samples.ts';

/**
 * A process of its own for tests that kill it or starve it of disk: opens the store at the given path and prints
 * `open`. It writes requests concurrently and prints the number of each acknowledged one. It stops at the first fault
 * and prints it.
 */
const [path = '', hands = '0'] = process.argv.slice(2);
const clock = { now: () => start, monotonic: () => 0, after: () => () => {} };

function say(word: string): void {
  process.stdout.write(`${word}\n`);
}

async function writeUntilFault(hand: number): Promise<void> {
  for (let n = hand; ; n += Number(hands)) {
    const fault = await faultOf(store.commit(creation(sampleCallback(n))));
    say(fault ?? String(n));
    if (fault !== undefined) return;
  }
}

/** A full disk can still have room for a small write. */
async function checkUntilFault(): Promise<void> {
  let fault: string | undefined;
  while (fault === undefined) fault = await faultOf(store.check());
  say(`check: ${fault}`);
}

async function faultOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (fault) => `fault ${fault.code}`,
  );
}

const store = await openSqliteStore({ path, clock });
say('open');
process.stdin.resume();
await Promise.all(Array.from({ length: Number(hands) }, (_, hand) => writeUntilFault(hand)));
if (Number(hands) > 0) await checkUntilFault();
