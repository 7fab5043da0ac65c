import type { HttpDeps } from './http-deps.ts';

/** Every way in which a visitor may sign in here, by id. */
export function signInOffers({ providers, settings }: Pick<HttpDeps, 'providers' | 'settings'>): string[] {
  return [...providers.keys(), ...(settings.whatsappNumber === undefined ? [] : ['whatsapp'])];
}
