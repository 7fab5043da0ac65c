import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAddress } from './address.ts';

test('an address gives user, password, host, port and database', () => {
  const { connection, name } = readAddress('postgresql://ada:p%40ss@127.0.0.1:6543/calls');
  assert.deepEqual(connection(), {
    user: 'ada',
    password: 'p@ss',
    database: 'calls',
    host: '127.0.0.1',
    port: 6543,
    ssl: false,
  });
  assert.equal(name(), 'calls at 127.0.0.1:6543');
});

test('another machine is reached by verified TLS only, unless sslmode=disable', () => {
  assert.deepEqual(readAddress('postgres://db.example.com/calls').connection().ssl, {});
  assert.deepEqual(readAddress('postgres://db.example.com/calls?sslmode=require').connection().ssl, {});
  assert.equal(readAddress('postgres://db.example.com/calls?sslmode=disable').connection().ssl, false);
  for (const mode of ['no-verify', 'prefer', 'allow', 'verify-ca'])
    assert.throws(() => readAddress(`postgres://db.example.com/calls?sslmode=${mode}`), /does not verify/);
});

test('a connection on this machine needs no TLS, by address, name or socket', () => {
  for (const host of ['localhost', '[::1]', ''])
    assert.equal(readAddress(`postgres://${host}/calls`).connection().ssl, false, host);
  const socket = readAddress('postgres:///calls?host=/var/run/postgresql').connection();
  assert.deepEqual([socket.host, socket.ssl], ['/var/run/postgresql', false]);
});

test('several hosts are tried in turn, and only a writer is used', () => {
  const address = readAddress('postgres://a:5433,b,[::1]:5434/calls?sslmode=disable');
  const seen = [0, 1, 2, 3].map(() => {
    const { host, port } = address.connection();
    address.tryNextHost();
    return `${host} ${port}`;
  });
  assert.deepEqual(seen, ['a 5433', 'b 5432', '::1 5434', 'a 5433']);
  assert.equal(address.needsWriter, true);
  assert.equal(readAddress('postgres://localhost/calls').needsWriter, false);
  assert.equal(readAddress('postgres://localhost/calls?target_session_attrs=read-write').needsWriter, true);
  assert.throws(() => readAddress('postgres://a/calls?target_session_attrs=standby'), /no writer/);
});

test('a text that is no address is refused with the form to write', () => {
  for (const text of ['postgres://localhost', 'mysql://localhost/calls', 'calls'])
    assert.throws(() => readAddress(text), { code: 'store-unavailable', message: /Write postgres:/ }, text);
});
