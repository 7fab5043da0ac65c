/** What a sign-in has left in the address. */
export type SignInReturn = { handOff: string } | { reason: string };

/** Reads it, and takes it out of the address and of the history at once. */
export function takeSignInReturn(): SignInReturn | undefined {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const handOff = fragment.get('handoff');
  const failed = fragment.get('error') === 'oauth_failed';
  if (handOff === null && !failed) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return handOff === null ? { reason: fragment.get('reason') ?? '' } : { handOff };
}
