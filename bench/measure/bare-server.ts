import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import { openBareWriter } from './bare-writer.ts';
import type { IntakeRow } from './intake-sample.ts';

/**
 * A fastify route without checks that commits the rows of an intake, one durable transaction per request. Arguments: the
 * port, the database and a JSON file with the rows.
 */
const [port = '', databasePath = '', rowsFile = ''] = process.argv.slice(2);
const rows = JSON.parse(readFileSync(rowsFile, 'utf8')) as IntakeRow[];
const writer = openBareWriter(databasePath, rows);
const app = fastify();

app.get('/health', () => ({ status: 'ok' }));
app.post('/callbacks', (_request, reply) => reply.code(201).send({ request_id: writer.write(1) }));

await app.listen({ host: '127.0.0.1', port: Number(port) });
process.once('SIGTERM', async () => {
  await app.close();
  writer.close();
});
