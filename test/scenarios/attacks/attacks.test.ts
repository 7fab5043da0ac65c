import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyAttacks } from '../../support/attacks/body-attacks.ts';
import { clientAttacks } from '../../support/attacks/client-attacks.ts';
import { guessingAttacks } from '../../support/attacks/guessing-attacks.ts';
import { signInAttacks } from '../../support/attacks/sign-in-attacks.ts';
import { webhookAttacks } from '../../support/attacks/webhook-attacks.ts';
import { whatsappAttacks } from '../../support/attacks/whatsapp-attacks.ts';

const attacks = [
  ...signInAttacks,
  ...whatsappAttacks,
  ...webhookAttacks,
  ...guessingAttacks,
  ...clientAttacks,
  ...bodyAttacks,
];

for (const { name, mistakes, play } of attacks) {
  test(`${name}: defeated`, async (t) => {
    assert.equal(await play(t), 'defeated');
  });
  for (const mistake of mistakes) {
    test(`${name}: succeeds against ${mistake}`, async (t) => {
      assert.equal(await play(t, mistake), 'succeeded');
    });
  }
}
