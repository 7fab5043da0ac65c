import type { FastifyError, FastifySchemaValidationError } from 'fastify';
import type { ProblemCode } from '../../../contract/problem.ts';

type ExplainedFault = {
  code: ProblemCode;
  extras: { errors?: InvalidField[]; retry_after?: number };
};

/** Fastify's error codes: https://fastify.dev/docs/latest/Reference/Errors/ */
const frameworkProblems: Record<string, ProblemCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid-json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid-json',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  FST_ERR_NOT_FOUND: 'not-found',
};

/** Fastify's error codes for HTTP requests that it cannot read. */
const unreadableFields: Record<string, InvalidField> = {
  FST_ERR_BAD_URL: { field: 'address', problem: 'has a % without two hexadecimal digits after it' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    field: 'Content-Length',
    problem: 'differs from the length of the body',
  },
};

/** Temporary faults. The database wrote nothing, so the same HTTP request can be sent again. */
const temporaryCodes = ['store-unavailable', 'too-many-races'];

const retrySeconds = 5;

/** Returns the problem for an error that was thrown while an HTTP request was handled. */
export function explainFault(fault: unknown): ExplainedFault {
  const error = fault instanceof Error ? (fault as Partial<FastifyError> & Error) : undefined;
  const code = error?.code ?? '';
  if (temporaryCodes.includes(code)) {
    return { code: 'temporarily-unavailable', extras: { retry_after: retrySeconds } };
  }
  // An address with invalid parameters gets the same answer as an address that does not exist.
  if (error?.validationContext === 'params') return { code: 'not-found', extras: {} };
  if (error?.validation !== undefined) {
    return { code: 'invalid-request', extras: { errors: invalidFields(error.validation) } };
  }
  const framework = frameworkProblems[code];
  if (framework !== undefined) return { code: framework, extras: {} };
  const field = unreadableFields[code];
  if (field !== undefined) return { code: 'invalid-request', extras: { errors: [field] } };
  const status = error?.statusCode ?? 500;
  return { code: status >= 400 && status < 500 ? 'invalid-request' : 'internal', extras: {} };
}

/** Returns the fix that a fault of the store names, for the log. */
export function adviceOf(fault: unknown): string | undefined {
  return fault instanceof Error && 'advice' in fault ? String(fault.advice) : undefined;
}

type InvalidField = { field: string; problem: string };

/** Describes each invalid field for the person who fills it in. */
function invalidFields(issues: readonly FastifySchemaValidationError[]): InvalidField[] {
  return issues.map((issue) => ({ field: fieldOf(issue.instancePath), problem: sentenceFor(issue) }));
}

function fieldOf(path: string): string {
  return path.split('/').filter(Boolean).join('.') || 'body';
}

function sentenceFor({ keyword, message = 'is not valid', params }: FastifySchemaValidationError): string {
  if (keyword === 'too_big') return `must have at most ${params.maximum} characters`;
  if (keyword === 'invalid_type') {
    return message.endsWith('received undefined') ? 'is needed' : `must be a ${params.expected}`;
  }
  if (keyword === 'invalid_format' && params.format === 'email') return 'must be an email address';
  return message;
}
