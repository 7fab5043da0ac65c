import type { IdentityProviders } from '../../ports/sign-in/identity-provider.ts';
import { type Client, createCodeFlow } from './code-flow.ts';
import { demo, demoClient } from './demo.ts';
import { facebook } from './facebook.ts';
import { google } from './google.ts';
import { instagram } from './instagram.ts';
import type { Provider } from './provider.ts';
import { x } from './x.ts';

const real = { google, facebook, instagram, x };

/** Our registrations, by provider. */
export type Clients = Partial<Record<keyof typeof real, Client>>;

/** Every provider that is set up, and the simulator's where it runs. */
export function createProviders(options: {
  publicBaseUrl: string;
  clients: Clients;
  simulator: { forBrowsers: string; forServer: string } | undefined;
}): IdentityProviders {
  const { publicBaseUrl, clients, simulator } = options;
  const flow = (provider: Provider, client: Client) => createCodeFlow({ provider, client, publicBaseUrl });
  const flows = Object.entries(clients).map(([id, client]) => flow(real[id as keyof typeof real], client));
  if (simulator !== undefined) flows.push(flow(demo(simulator), demoClient));
  return new Map(flows.map((one) => [one.id, one]));
}
