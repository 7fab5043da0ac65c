import type { ConsentText } from '../../contract/callback-request.ts';

/**
 * What visitors agree to by asking, and the id that their requests keep of it. Whoever changes the sentence gives it
 * another id, so that it stays known who agreed to what.
 */
export const consent = {
  id: 'one-call-1',
  text: 'By asking, you agree to one call and to texts with a code.',
} as const satisfies { id: ConsentText; text: string };
