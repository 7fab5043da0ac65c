import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { operationFault } from '../fault.ts';

/** What a new machine needs beside the database: the settings by name, and the secret that a first start created. */
export type Secrets = { settings: Record<string, string>; appSecret: string | undefined };

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const context = Buffer.from('callback-backup/1');

/** Encrypts the secrets. The file holds nonce, tag and ciphertext. */
export function sealSecrets(secrets: Secrets, key: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, keyBytes(key), nonce);
  cipher.setAAD(context);
  const body = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Throws `wrong-backup-key` for another key or a changed envelope. */
export function openSecrets(envelope: Buffer, key: string): Secrets {
  const decipher = createDecipheriv(algorithm, keyBytes(key), envelope.subarray(0, nonceBytes));
  decipher.setAAD(context);
  decipher.setAuthTag(envelope.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    const body = [decipher.update(envelope.subarray(nonceBytes + tagBytes)), decipher.final()];
    return JSON.parse(Buffer.concat(body).toString('utf8')) as Secrets;
  } catch (cause) {
    throw operationFault('wrong-backup-key', {
      message: 'The backup was made with another backup key.',
      advice: 'Give the key that belonged to that installation: BACKUP_KEY=… ./run.sh restore FILE',
      cause,
    });
  }
}

/** Names a key without telling it. */
export function keyFingerprint(key: string): string {
  return createHash('sha256').update(`fingerprint:${key}`).digest('hex').slice(0, 12);
}

export function keyFile(databasePath: string): string {
  return join(dirname(databasePath), 'backup-key');
}

/** Returns the key beside the database; `undefined` when there is none. */
export function readKey(databasePath: string): string | undefined {
  const file = keyFile(databasePath);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Writes the key beside the database, readable by its owner only. */
export function writeKey(databasePath: string, key: string): void {
  const file = keyFile(databasePath);
  const draft = `${file}.draft`;
  writeFileSync(draft, `${key}\n`, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}

export function createKey(): string {
  return randomBytes(32).toString('base64url');
}

/** A key has 256 random bits, so a plain hash is enough to fit it to the cipher. */
function keyBytes(key: string): Buffer {
  return createHash('sha256').update(`envelope:${key}`).digest();
}
