import { done } from '../../../../backend/effects/handler.ts';
import type { PlantedDefects } from './planted-defects.ts';

/** Mistakes about what the owner is told. */
export const noticeDefects: PlantedDefects = {
  'forgetting a notice that was not accepted at once': {
    defect: {
      wrapHandlers: (handlers) => ({
        ...handlers,
        async 'notify-business'(claimed, stopping) {
          await handlers['notify-business'](claimed, stopping);
          return done;
        },
      }),
    },
    noticed: /the owner was not told/,
  },
};
