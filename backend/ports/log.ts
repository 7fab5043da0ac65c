/** Fields of a structured log line. Messages are constant; what varies is a field. Phone numbers are masked. */
export type LogFields = Record<string, string | number | boolean | undefined>;

export type Log = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields, cause?: unknown): void;
  error(message: string, fields?: LogFields, cause?: unknown): void;
};
