import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';

test('the contact card is sent as a vCard file that caches keep', async (t) => {
  const { app } = await openHttpSetup(t);
  const answer = await app.inject('/business.vcf');
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.headers['content-type'], 'text/vcard; charset=utf-8');
  assert.equal(answer.headers['content-disposition'], 'attachment; filename="business.vcf"');
  assert.equal(answer.headers['cache-control'], 'public, max-age=3600');
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.match(answer.body, /^BEGIN:VCARD\r\nVERSION:3\.0\r\nFN:Riverside Bakery\r\n/);
  assert.match(answer.body, /\r\nTEL;TYPE=WORK,VOICE:\+12015550100\r\n/);
});

test('a business name with control characters cannot add to the contact card', async (t) => {
  const { app } = await openHttpSetup(t, { site: { businessName: 'Café; "Zoé"\r\nTEL:+19005550100' } });
  const { body } = await app.inject('/business.vcf');
  assert.equal(body.match(/^TEL/gm)?.length, 1);
  assert.match(body, /^FN:Café\\; "Zoé" TEL:\+19005550100\r$/m);
});

test('the longest business name still fits into the QR code', async (t) => {
  const { app } = await openHttpSetup(t, { site: { businessName: '寿司'.repeat(60) } });
  const answer = await app.inject('/business.svg');
  assert.deepEqual([answer.statusCode, answer.headers['content-type']], [200, 'image/svg+xml']);
  assert.match(answer.body, /^<svg /);
});

test('the picture in the guide is the QR code of the sample business', async (t) => {
  const { app } = await openHttpSetup(t);
  const { body } = await app.inject('/business.svg');
  const picture = join(import.meta.dirname, '../../../docs/pictures/business-card.svg');
  assert.equal((await readFile(picture, 'utf8')).trim(), body.trim());
});

test('other methods of the contact card are refused', async (t) => {
  const { app } = await openHttpSetup(t);
  for (const url of ['/business.vcf', '/business.svg']) {
    assert.equal((await app.inject({ method: 'POST', url })).statusCode, 405, url);
  }
});
