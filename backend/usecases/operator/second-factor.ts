import type { Operator } from '../../domain/operator/access.ts';
import {
  acceptedSteps,
  confirmWithinMs,
  readDigits,
  readRecoveryCode,
  recoveryCodeCount,
  recoveryCodeLetters,
  writeRecoveryCode,
} from '../../domain/operator/second-factor.ts';
import type { Log } from '../../ports/log.ts';
import type { FactorOwner, SecondFactor } from '../../ports/operator/second-factors.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { type AccessPorts, note, signOutElsewhere } from './access.ts';

export type FactorPorts = AccessPorts & { log: Log };

/** Returns the second factor that a token's holder must prove; undefined when there is none. */
export async function requiredFactor(
  { secondFactors }: Pick<FactorPorts, 'secondFactors'>,
  siteId: string,
  { tokenId }: Pick<Operator, 'tokenId'>,
): Promise<SecondFactor | undefined> {
  const factor = await secondFactors.find({ siteId, tokenId });
  return factor?.confirmedAt === undefined ? undefined : factor;
}

/** Creates the secret of a second factor. It counts when its first code has been entered. */
export async function beginSecondFactor(
  ports: FactorPorts,
  siteId: string,
  by: Operator,
): Promise<{ ok: true; secret: string } | { ok: false; reason: 'totp-already-on' }> {
  const owner = { siteId, tokenId: by.tokenId };
  const secret = ports.secrets.oneTimeSecret();
  const sealedSecret = ports.secrets.seal(sealOf(owner), secret);
  const begun = await ports.secondFactors.begin(owner, { sealedSecret, at: ports.clock.now() });
  return begun ? { ok: true, secret } : { ok: false, reason: 'totp-already-on' };
}

type Confirmed =
  | { ok: true; recoveryCodes: string[] }
  | { ok: false; reason: 'totp-already-on' | 'totp-not-begun' | 'totp-wrong' };

/** Switches the second factor on, and ends the token's other sessions. Recovery codes are returned here only. */
export async function confirmSecondFactor(
  ports: FactorPorts,
  siteId: string,
  { by, secret, code }: { by: Operator; secret: string; code: string },
): Promise<Confirmed> {
  const owner = { siteId, tokenId: by.tokenId };
  const at = ports.clock.now();
  const factor = await ports.secondFactors.find(owner);
  if (factor?.confirmedAt !== undefined) return { ok: false, reason: 'totp-already-on' };
  if (factor === undefined || factor.begunAt + confirmWithinMs <= at)
    return { ok: false, reason: 'totp-not-begun' };
  const step = stepOf(ports, owner, factor, code);
  if (step === undefined) return { ok: false, reason: 'totp-wrong' };
  const recoveryCodes = Array.from({ length: recoveryCodeCount }, () =>
    writeRecoveryCode(ports.secrets.letters(recoveryCodeLetters)),
  );
  const recoveryKeys = recoveryCodes.map((written) => recoveryKey(ports.secrets, owner, written));
  const { sealedSecret } = factor;
  const confirmed = await ports.secondFactors.confirm(owner, { sealedSecret, step, at, recoveryKeys });
  if (!confirmed) return { ok: false, reason: 'totp-not-begun' };
  await signOutElsewhere(ports, { siteId, by, secret });
  await note(ports, siteId, by, 'second-factor-added');
  return { ok: true, recoveryCodes };
}

/** Returns whether the code is right, and makes it count no more. */
export async function useCode(
  ports: FactorPorts,
  siteId: string,
  { by, factor, code }: { by: Operator; factor: SecondFactor; code: string },
): Promise<boolean> {
  const owner = { siteId, tokenId: by.tokenId };
  if (readDigits(code) === undefined) return useRecoveryCode(ports, owner, by, code);
  const step = stepOf(ports, owner, factor, code);
  const isRight = step !== undefined && (await ports.secondFactors.useStep(owner, step));
  if (!isRight) await note(ports, siteId, by, 'second-factor-wrong');
  return isRight;
}

async function useRecoveryCode(
  ports: FactorPorts,
  owner: FactorOwner,
  by: Operator,
  code: string,
): Promise<boolean> {
  const key = recoveryKey(ports.secrets, owner, code);
  if (!(await ports.secondFactors.useRecoveryCode(owner, key))) return false;
  const left = await ports.secondFactors.countRecoveryCodes(owner);
  await note(ports, owner.siteId, by, 'recovery-code-used', { left });
  return true;
}

/** Removes the second factor of a token. Returns false when there is none. */
export async function removeSecondFactor(
  ports: FactorPorts,
  siteId: string,
  by: Operator,
  tokenId: string,
): Promise<boolean> {
  if ((await requiredFactor(ports, siteId, { tokenId })) === undefined) return false;
  const removed = await ports.secondFactors.remove({ siteId, tokenId });
  if (removed) await note(ports, siteId, by, 'second-factor-removed', { token: tokenId });
  return removed;
}

/** Returns the step that the code belongs to; undefined when no accepted step has it. */
function stepOf(
  { secrets, clock, log }: FactorPorts,
  owner: FactorOwner,
  { sealedSecret, lastStep }: SecondFactor,
  code: string,
): number | undefined {
  const secret = secrets.unseal(sealOf(owner), sealedSecret);
  if (secret === undefined) {
    log.error('second factor unreadable', {
      token: owner.tokenId,
      fix: 'restore the former APP_SECRET, or run ./run.sh second-factor off ID',
    });
    return undefined;
  }
  const digits = readDigits(code) ?? '';
  const steps = acceptedSteps(clock.now(), lastStep);
  return steps.find((step) => secrets.same(secrets.oneTimeCode(secret, step), digits));
}

/** Bound to its token, so that a row copied to another token is worth nothing there. */
function sealOf({ siteId, tokenId }: FactorOwner): string {
  return `operator-second-factor/${siteId}/${tokenId}`;
}

function recoveryKey(secrets: Secrets, { siteId, tokenId }: FactorOwner, code: string): string {
  return secrets.fingerprint('recovery-code', JSON.stringify([siteId, tokenId, readRecoveryCode(code)]));
}
