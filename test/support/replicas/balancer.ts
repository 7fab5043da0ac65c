import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type Balancer = {
  port: number;
  /** New connections go to these ports in turn; one that refuses is skipped. */
  targets: number[];
  close(): void;
};

/** Passes connections to the servers behind it, as a load balancer without knowledge of HTTP does. */
export async function startBalancer(): Promise<Balancer> {
  const open = new Set<Socket>();
  let turn = 0;

  function join(client: Socket, tries: number): void {
    const target = balancer.targets[turn % balancer.targets.length];
    turn += 1;
    if (target === undefined || tries === 0) return void client.destroy();
    const server = connect(target, '127.0.0.1');
    const skip = () => join(client, tries - 1);
    server.once('error', skip);
    server.once('connect', () => {
      server.off('error', skip);
      for (const [one, other] of [
        [client, server],
        [server, client],
      ] as const) {
        open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  const listener = createServer((client) => join(client, balancer.targets.length));
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  const balancer: Balancer = {
    port,
    targets: [],
    close() {
      listener.close();
      for (const socket of open) socket.destroy();
    },
  };
  return balancer;
}
