import assert from 'node:assert/strict';
import type { Config } from './config.ts';
import { readConfig } from './read-config.ts';
import type { Environment } from './read-values.ts';

/** The required settings of an installation with Twilio. */
export const atTwilio: Environment = {
  TWILIO_SID: `AC${'7a'.repeat(16)}`,
  TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
  TWILIO_NUMBER: '+1 212 736 5000',
  BUSINESS_NUMBER: '+1 (415) 671-0101',
  PUBLIC_BASE_URL: 'https://calls.example.com/',
};

/** Returns the configuration; fails the test when it has a problem. */
export function acceptConfig(environment: Environment): Config {
  const read = readConfig(environment);
  assert.ok(read.ok, JSON.stringify(read));
  return read.config;
}

/** Returns the variables with a problem, in order; empty for a valid environment. */
export function rejectedVariables(environment: Environment): string[] {
  const read = readConfig(environment);
  return read.ok ? [] : read.problems.map(({ variable }) => variable);
}
