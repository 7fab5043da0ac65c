import type { IdentityProviders } from '../../ports/sign-in/identity-provider.ts';
import { type Client, createCodeFlow } from './code-flow.ts';
import { demo, demoClient } from './demo.ts';
import { facebook } from './facebook.ts';
import { google } from './google.ts';
import { instagram } from './instagram.ts';
import type { Provider } from './provider.ts';
import { x } from './x.ts';

const real = { google, facebook, instagram, x };

/** Client registrations of this installation. */
export type Clients = Partial<Record<keyof typeof real, Client>>;

/** Creates every provider that is set up, and the simulator's provider when it is in use. */
export function createProviders(options: {
  publicBaseUrl: string;
  clients: Clients;
  simulator: { forBrowsers: string; forServer: string } | undefined;
}): IdentityProviders {
  const { publicBaseUrl, clients, simulator } = options;
  const flow = (provider: Provider, client: Client) => createCodeFlow({ provider, client, publicBaseUrl });
  const flows = Object.entries(clients).map(([id, client]) => flow(real[id as keyof typeof real], client));
  if (simulator !== undefined) flows.push(flow(demo(simulator), demoClient));
  return new Map(flows.map((provider) => [provider.id, provider]));
}
