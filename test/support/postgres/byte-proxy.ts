import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type ByteProxy = {
  port: number;
  /** Makes the connections of now half-open: they stay, and no byte passes any more. New ones work. */
  swallow(): void;
  close(): void;
};

/** Passes bytes to a port of this machine. */
export async function startByteProxy(port: number): Promise<ByteProxy> {
  const pairs = new Set<[Socket, Socket]>();
  const listener = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    const pair: [Socket, Socket] = [client, server];
    pairs.add(pair);
    for (const [from, to] of [pair, [server, client] as const]) {
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as { port: number }).port,
    swallow() {
      for (const [client, server] of pairs) {
        client.unpipe();
        server.unpipe();
        client.resume();
        server.resume();
      }
    },
    close() {
      listener.close();
      for (const pair of pairs) for (const socket of pair) socket.destroy();
    },
  };
}
