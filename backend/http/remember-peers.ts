import type { FastifyInstance } from 'fastify';

/**
 * Node tells the address of a connection that is closed only to whoever has asked before. Without it, whoever hangs
 * up at once would be nobody: not blocked, and counted with all others who do.
 */
export function rememberPeers({ server }: FastifyInstance): void {
  server.on('connection', (socket) => {
    if (socket.remoteAddress === undefined) socket.destroy();
  });
}
