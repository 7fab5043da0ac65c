import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The options of a command. One that does not exist is answered with those that do, and ends the command with 2. */
export function readOptions<T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${(error as Error).message.split('. ')[0]}.\n\n${usage}`);
    return process.exit(2);
  }
}
