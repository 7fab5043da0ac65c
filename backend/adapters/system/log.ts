import { type Level, pino } from 'pino';
import pretty from 'pino-pretty';
import { maskPhones } from '../../domain/phone-number.ts';
import type { Log, LogFields } from '../../ports/log.ts';
import type { LineWriter } from './log-file.ts';

type Destination = NodeJS.WritableStream & { isTTY?: boolean };

/** Creates a log of one JSON object a line, or of readable lines on a terminal. Phone numbers are masked in both. */
export function createLog(options: {
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  destination?: Destination;
  /** Receive the same lines. */
  files?: readonly LineWriter[];
}): Log {
  const destination = options.destination ?? process.stdout;
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'message',
    },
    toAll([
      destination.isTTY ? pretty({ destination, sync: true, messageKey: 'message' }) : destination,
      ...(options.files ?? []),
    ]),
  );
  const write =
    (level: Level) =>
    (message: string, fields: LogFields = {}, cause?: unknown) => {
      if (!logger.isLevelEnabled(level)) return;
      logger[level]({ ...maskFields(fields), cause: toCauseFields(cause, 0) }, message);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function toAll(writers: readonly LineWriter[]): LineWriter {
  const [only, ...others] = writers;
  if (only !== undefined && others.length === 0) return only;
  return {
    write(line) {
      for (const writer of writers) writer.write(line);
    },
  };
}

function maskFields(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, mask(value)]));
}

function mask<T>(value: T): T | string {
  return typeof value === 'string' ? maskPhones(value) : value;
}

const maxCauseDepth = 5;

/** Keeps name, message, code, stack and cause. Other properties can contain requests and bodies, which are not logged. */
function toCauseFields(cause: unknown, depth: number): unknown {
  if (!(cause instanceof Error)) return cause === undefined ? undefined : maskPhones(String(cause));
  const code = 'code' in cause ? mask(cause.code) : undefined;
  return {
    name: cause.name,
    message: maskPhones(cause.message),
    ...(code !== undefined && { code }),
    stack: maskPhones(cause.stack ?? ''),
    ...(cause.cause !== undefined &&
      depth < maxCauseDepth && { cause: toCauseFields(cause.cause, depth + 1) }),
  };
}
