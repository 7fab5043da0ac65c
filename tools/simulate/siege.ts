import { besiege, type SiegeName, siegeNames } from '../../test/support/fraud/besiege.ts';

/** Money is counted in millionths. */
const microPerUnit = 1_000_000;

type Besieged = Awaited<ReturnType<typeof besiege>>;

/** Plays the attacks on the caps, with all cures and without each one. Prints who was served and what was spent. */
const rows: string[] = [];
for (const name of siegeNames) {
  const played = await besiege(name);
  console.log(`${name}\n${played.table}\n`);
  rows.push(row(name, played));
}
console.log('| attack | visitors served of 100 | most texts in an hour | cap | money spent |');
console.log('|---|---|---|---|---|');
console.log(rows.join('\n'));

function row(name: SiegeName, { served, mostTextsInHour, caps, spent }: Besieged): string {
  const money = (spent.money / microPerUnit).toFixed(2);
  return `| ${name} | ${served} | ${mostTextsInHour} | ${caps.textsPerHour} | ${money} |`;
}
