import type { FastifySchemaValidationError } from 'fastify';

export type InvalidField = { field: string; problem: string };

/** Each field that is not as the schema wants it, in words for whoever fills it in. */
export function invalidFields(issues: readonly FastifySchemaValidationError[]): InvalidField[] {
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
