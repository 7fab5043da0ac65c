import type { FastifyInstance } from 'fastify';
import type { Clock } from '../ports/clock.ts';

/** How long requests that are under way may take to finish once the server closes, milliseconds. */
const patience = 5_000;

/** Sees to it that nobody who sends or reads too slowly can keep the server from closing. */
export function boundClose(app: FastifyInstance, clock: Clock): void {
  app.addHook('preClose', async () => {
    const cancel = clock.after(patience, () => app.server.closeAllConnections());
    if (app.server.listening) app.server.once('close', cancel);
    else cancel();
  });
}
