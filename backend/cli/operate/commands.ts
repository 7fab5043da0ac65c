import type { Command } from './command.ts';
import { doctorCommand } from './doctor.ts';
import { settingsCommand } from './settings.ts';

/** Every command of `./run.sh`. */
export const commands: readonly Command[] = [doctorCommand, settingsCommand];
