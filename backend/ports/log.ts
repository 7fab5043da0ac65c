/** Structured log: one constant message, everything that varies in fields. Phone numbers go through `masked`. */
export type LogFields = Record<string, string | number | boolean | undefined>;

export type Log = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields, cause?: unknown): void;
  error(message: string, fields?: LogFields, cause?: unknown): void;
};
