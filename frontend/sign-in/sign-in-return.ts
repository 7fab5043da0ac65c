/** The result of a sign-in, from the fragment of the page's address. */
export type SignInReturn = { handOff: string } | { reason: string };

/** Reads the result and removes it from the address and the history. */
export function takeSignInReturn(): SignInReturn | undefined {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const handOff = fragment.get('handoff');
  const failed = fragment.get('error') === 'oauth_failed';
  if (handOff === null && !failed) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return handOff === null ? { reason: fragment.get('reason') ?? '' } : { handOff };
}
