/** Cells by row and column, written as text so that a whole machine is easy to read. */
export type DecisionTable = { columns: string[]; rows: Map<string, string[]> };

/** Parses lines of cells separated by `|`. The first line names the columns, each first cell its row. */
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
