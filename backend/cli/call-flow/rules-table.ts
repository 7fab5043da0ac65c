import type { EngineRule } from '../../../test/engine-rule.ts';
import { table } from './markdown.ts';

/** Which test holds which rule. */
export function rulesTable(rules: readonly EngineRule[]): string {
  return table(
    ['rule', 'held by'],
    rules.map(({ rule, heldBy }) => [rule, heldBy.map(holder).join('<br>')]),
  );
}

function holder({ file, titles }: EngineRule['heldBy'][number]): string {
  return [`[${file}](../${file})`, ...titles.map((title) => `“${title}”`)].join('<br>');
}
