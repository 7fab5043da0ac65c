/** Cells by row and column, written as text so that a whole machine can be read at a glance. */
export type DecisionTable = { columns: string[]; rows: Map<string, string[]> };

/** Reads lines of cells parted by `|`; the first line names the columns, the first cell of every other its row. */
export function readTable(text: string): DecisionTable {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const [head = [], ...body] = lines;
  return {
    columns: head.slice(1),
    rows: new Map(body.map(([name = '', ...cells]) => [name, cells])),
  };
}
