import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { createLogFolder } from '../../backend/adapters/system/log-folder.ts';

/** From now on a file gets everything that this process prints, without colours. Returns its path. */
export function keepLog(): string {
  const time = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);
  const path = join(createLogFolder(), `test-${time}.log`);
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]) => {
    appendFileSync(path, stripVTControlCharacters(String(chunk)));
    return write(chunk, ...rest);
  };
  return path;
}
