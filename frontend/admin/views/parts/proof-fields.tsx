import type { Signal } from '@preact/signals';
import type { Proof } from '../../api/operator-api.ts';

/** Asks who acts once more, where data leaves or a safeguard ends. */
export function ProofFields({ proof, needsCode }: { proof: Signal<Proof>; needsCode: boolean }) {
  const field = (name: keyof Proof) => ({
    value: proof.value[name],
    required: true,
    spellcheck: false,
    autocapitalize: 'off' as const,
    onInput: (event: { currentTarget: HTMLInputElement }) => {
      proof.value = { ...proof.value, [name]: event.currentTarget.value.trim() };
    },
  });
  return (
    <>
      <label>
        Your token, once more
        <input type="password" autocomplete="current-password" {...field('token')} />
      </label>
      {needsCode && (
        <label>
          Code from your phone
          <input type="text" autocomplete="one-time-code" {...field('code')} />
        </label>
      )}
    </>
  );
}

export const noProof: Proof = { token: '', code: '' };
