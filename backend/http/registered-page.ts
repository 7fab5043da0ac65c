import { allowedOrigins } from './allowed-origins.ts';
import type { HttpDeps } from './http-deps.ts';

/**
 * The page that a visitor may be sent back to: one of exactly a registered origin, without fragment; undefined for
 * any other. Where none is named, the page of the configuration.
 */
export function registeredPage(
  deps: Pick<HttpDeps, 'sites' | 'settings'>,
  returnTo: string | undefined,
): string | undefined {
  if (returnTo === undefined) return deps.settings.frontendUrl;
  const url = URL.parse(returnTo);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  // A blob: address has the origin of whoever made it: https://url.spec.whatwg.org/#origin
  if (!/^https?:$/.test(url.protocol)) return undefined;
  if (!allowedOrigins(deps).includes(url.origin)) return undefined;
  url.hash = '';
  return url.href;
}
