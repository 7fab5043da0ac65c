import { z } from 'zod';
import { requestIdPattern } from '../../contract/callback.ts';

/** The parameters of every address below one callback. */
export const callbackAddress = z.object({ id: z.string().regex(requestIdPattern) });
