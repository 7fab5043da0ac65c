import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contactCard } from './contact-card.ts';

const callerNumber = '+12015550100';

function linesOf(businessName: string): string[] {
  return contactCard({ businessName, callerNumber }).split('\r\n');
}

test('a contact card has the business’s name and the calling number', () => {
  assert.deepEqual(linesOf('Riverside Bakery'), [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'FN:Riverside Bakery',
    'N:;Riverside Bakery;;;',
    'ORG:Riverside Bakery',
    'TEL;TYPE=WORK,VOICE:+12015550100',
    'END:VCARD',
    '',
  ]);
});

test('no name can add a field to a contact card', () => {
  for (const name of ['A\r\nTEL:+19005550100', 'A\nEND:VCARD', 'A\u2028B', 'A\u0000B', 'A\u0085B']) {
    const lines = linesOf(name);
    assert.equal(lines.length, 8, JSON.stringify(name));
    assert.equal(lines.filter((line) => line.startsWith('TEL')).length, 1);
  }
  assert.equal(linesOf('Smith; Sons, \\ Co')[2], 'FN:Smith\\; Sons\\, \\\\ Co');
});

test('a long line of a contact card is folded at 75 bytes, between characters', () => {
  for (const name of ['Bäckerei '.repeat(20).trim(), '寿司'.repeat(40), '🥐'.repeat(30), 'x'.repeat(72)]) {
    const card = contactCard({ businessName: name, callerNumber });
    for (const line of card.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.ok(card.replaceAll('\r\n ', '').includes(`\r\nFN:${name}\r\n`));
  }
});
