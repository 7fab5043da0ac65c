import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Mail = { from: string; to: string[]; headers: string[]; body: string };

/** A mail server that accepts and records every mail. */
export async function startMailServer(test: TestContext, options: SMTPServerOptions = {}) {
  const received: Mail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onAuth: (_auth, _session, done) => done(null, { user: 'owner' }),
    async onData(stream, session, done) {
      let text = '';
      for await (const chunk of stream.setEncoding('utf8')) text += chunk;
      const [head = '', body = ''] = text.split('\r\n\r\n');
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const headers = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
      received.push({ from, to: rcptTo.map(({ address }) => address), headers, body });
      done();
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  test.after(() => new Promise<void>((closed) => server.close(() => closed())));
  return { received, port: (listening.address() as AddressInfo).port };
}

/** Returns the value of a header that must not be repeated. */
export function header(mail: Mail | undefined, name: string): string | undefined {
  const found = mail?.headers.filter((line) => line.toLowerCase().startsWith(`${name}:`)) ?? [];
  assert.ok(found.length < 2, `${name} stands twice`);
  return found
    .at(0)
    ?.slice(name.length + 1)
    .trim();
}
