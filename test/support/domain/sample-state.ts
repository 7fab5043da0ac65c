import type { CallbackState } from '../../../contract/callback.ts';

/** What the API tells a page about a callback whose business is being called. */
export const sampleState: CallbackState = {
  request_id: 'AAAAAAAAAAAAAAAAAAAAAA',
  reference: 'K7M-42QP',
  status: 'calling',
  step: null,
  outcome: null,
  message: 'The server has a sentence too.',
  version: 1,
  queue: null,
  code: null,
  phone: '+1 201 555 0145',
  business_number: '+1 201 555 0100',
  notice: 'none',
  now: '2030-01-07T14:00:00.000Z',
  created_at: '2030-01-07T14:00:00.000Z',
  updated_at: '2030-01-07T14:00:00.000Z',
};
