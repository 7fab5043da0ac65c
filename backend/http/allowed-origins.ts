import type { HttpDeps } from './http-deps.ts';

/** Origins whose pages may use the API. The platform's own pages send their origin too. */
export function allowedOrigins({ sites, settings }: Pick<HttpDeps, 'sites' | 'settings'>): string[] {
  const { site } = sites.get(settings.siteId);
  return [...new Set([...site.origins, new URL(settings.publicBaseUrl).origin])];
}
