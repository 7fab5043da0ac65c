import type { ProblemCode } from '../../../contract/problem.ts';

export type ProblemKind = { status: number; title: string; detail: string };

/** Errors of the routes for operators: their access, and what they cannot do now. */
export const operatorProblems = {
  'operator-side-off': {
    status: 403,
    title: "The operator's routes are off",
    detail: 'No operator token is configured. Set ADMIN_API_TOKEN and restart the server.',
  },
  'operator-token-wrong': {
    status: 401,
    title: "The operator's token is missing or wrong",
    detail:
      'Send the value of ADMIN_API_TOKEN, or a token that an admin created, as Authorization: Bearer. A token ' +
      'that was revoked or has expired counts no more.',
  },
  'operator-session-ended': {
    status: 401,
    title: "The operator's session has ended",
    detail:
      'A session ends with its token, after 15 minutes without an act of a person, and after 8 hours. Sign in again.',
  },
  'totp-required': {
    status: 401,
    title: 'A code of the second factor is needed',
    detail:
      'This token has a second factor, so it only opens sessions: POST /api/v1/admin/session with the field code. ' +
      'For a script, create a token of its own.',
  },
  'totp-wrong': {
    status: 401,
    title: 'The code of the second factor is wrong',
    detail:
      'Send the six digits that the authenticator app shows now, or a recovery code. Each code works once. When it ' +
      "stays wrong, check the phone's clock.",
  },
  'totp-already-on': {
    status: 409,
    title: 'The second factor is already on',
    detail: 'Switch it off first, with DELETE /api/v1/admin/totp.',
  },
  'totp-not-begun': {
    status: 409,
    title: 'No second factor was begun',
    detail: 'Begin with POST /api/v1/admin/totp/begin and confirm within ten minutes.',
  },
  'totp-off': {
    status: 409,
    title: 'The second factor is off',
    detail: 'This token has no second factor. GET /api/v1/admin/tokens tells which tokens have one.',
  },
  'operator-scope-too-low': {
    status: 403,
    title: 'This token does not allow the action',
    detail:
      'A viewer only reads, an operator acts on callbacks, and an admin manages tokens and personal data. Use ' +
      'a token with a higher scope.',
  },
  'attempt-open': {
    status: 409,
    title: 'The last call is not over',
    detail: 'The callback cannot be retried while its last call may still be alive. Try again in a minute.',
  },
  'channel-not-set-up': {
    status: 409,
    title: 'This channel is not set up',
    detail: 'Set its variables in .env and start the server again; docs/notices.md says which.',
  },
  'business-closed': {
    status: 409,
    title: 'The business is closed',
    detail:
      'The business would not be called now. Retry within business hours, or change BUSINESS_HOURS_START and _END.',
  },
  'selection-too-large': {
    status: 422,
    title: 'The selection is too large',
    detail: 'One job acts on at most 100,000 callbacks. Narrow the search, for example by time.',
  },
  'selection-changed': {
    status: 409,
    title: 'The selection has changed',
    detail:
      'The number of callbacks that match is more than a tenth away from `count` in the request. `count` in this ' +
      'answer is the number now. Look at the list again, then repeat the request with the new number.',
  },
} satisfies Partial<Record<ProblemCode, ProblemKind>>;
