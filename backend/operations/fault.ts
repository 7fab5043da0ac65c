/** An expected failure of a command, with what the deployer can do. */
export type OperationFault = Error & { code: string; advice: string };

export function operationFault(
  code: string,
  { message, advice, cause }: { message: string; advice: string; cause?: unknown },
): OperationFault {
  return Object.assign(new Error(message, { cause }), { code, advice });
}

/** Returns the advice of a fault; `undefined` for an error that the deployer cannot mend. */
export function adviceOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('advice' in error)) return undefined;
  return typeof error.advice === 'string' ? error.advice : undefined;
}
