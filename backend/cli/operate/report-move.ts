import type { Move, MoveReport } from '../../operations/move/move-callbacks.ts';
import type { Terminal } from '../terminal.ts';

/** `elsewhere`: settings of the database that do not come from `.env`. */
export function reportMove(
  terminal: Terminal,
  { result, servers }: MoveReport,
  { to, elsewhere }: { to: Move['to']; elsewhere: readonly string[] },
): void {
  if (result === undefined) terminal.good('The interrupted move is complete.');
  else {
    for (const { table, rows, checksum } of result.tables.filter(({ rows }) => rows > 0))
      terminal.info(`${table}: ${rows} rows, checksum ${checksum}`);
    terminal.good(`All rows are equal. Writes waited for ${Math.ceil(result.freezeMs)} ms.`);
  }
  terminal.good(`.env names the new database${servers > 0 ? ', and the server uses it' : ''}.`);
  if (elsewhere.length > 0)
    terminal.warn(
      `${elsewhere.join(', ')} comes from the environment and would win over .env at the next start.`,
      'Change it where it is set (docker-compose.yml, the unit of systemd, the shell).',
    );
  terminal.info(
    'url' in to
      ? 'The file is kept and takes no more changes. It holds personal data: delete it when you are sure.'
      : 'The Postgres database is kept and takes no more changes. It holds personal data: drop it when you are sure.',
  );
}
