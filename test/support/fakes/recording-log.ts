import type { Log, LogFields } from '../../../backend/ports/log.ts';

export type Line = { level: keyof Log; message: string; fields: LogFields; cause: unknown };

/** A log that keeps its lines. */
export function createRecordingLog(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  const keep =
    (level: keyof Log) =>
    (message: string, fields: LogFields = {}, cause?: unknown) => {
      lines.push({ level, message, fields, cause });
    };
  return {
    log: { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') },
    lines,
  };
}
