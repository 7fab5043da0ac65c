import { checkPublicUrl } from '../../adapters/twilio/webhooks/check-public-url.ts';
import type { Config } from '../../config/config.ts';
import { isLoopback } from '../../config/values/url-types.ts';
import { type Check, fail, type Outcome, pass, skip, warn } from '../check.ts';
import { localAddress } from '../server-state.ts';
import type { System } from '../system.ts';

/** The public address, as the carrier and the visitors use it. */
export const addressChecks: Check[] = [
  {
    id: 'tunnel.webhook-roundtrip',
    title: "The carrier's webhooks reach this server",
    online: true,
    run: throughAddress(checkWebhook),
  },
  {
    id: 'tunnel.stream',
    title: 'Live events pass the tunnel or proxy',
    online: true,
    run: throughAddress(checkStream),
  },
  {
    id: 'tunnel.page',
    title: 'The address of the page answers',
    online: true,
    run: throughAddress(checkFrontend),
  },
];

/** Runs a check that needs the running server. */
function throughAddress(check: (config: Config) => Promise<Outcome>): Check['run'] {
  return async ({ config, server }: System) => {
    if (config === undefined) return skip('settings.valid reports a wrong setting first');
    if ((await server()).kind !== 'ours') return skip('the service is not running');
    return check(config);
  };
}

async function checkWebhook(config: Config): Promise<Outcome> {
  const found = await checkPublicUrl({
    publicBaseUrl: config.publicBaseUrl,
    authToken: config.carrier.authToken,
    listensAt: localAddress(config),
  });
  if (found === undefined) return pass;
  return fail(found.problem, 'Calls ring, but nothing happens after pressing 1.', {
    text: found.fix,
    docs: 'README.md#on-a-server',
  });
}

const streamTimeoutMs = 6_000;
/** The server sends the events this far apart at least. */
const heldBackMs = 150;

async function checkStream({ publicBaseUrl }: Config): Promise<Outcome> {
  const times = await eventTimes(`${publicBaseUrl}/health/stream`).catch((error: Error) => error);
  const means = 'Live pages ask every few seconds instead, which costs requests.';
  if (times instanceof Error)
    return warn(`the stream through PUBLIC_BASE_URL broke: ${times.message}`, means, {
      text: 'Let the proxy pass /health/stream on, and set a read timeout of at least 60 seconds.',
    });
  const [first = 0, , last = 0] = times;
  if (times.length === 3 && last - first >= heldBackMs) return pass;
  return warn(
    times.length === 3
      ? 'the tunnel or proxy holds live events back'
      : `${times.length} of 3 live events arrived`,
    means,
    {
      text: 'Switch response buffering off for text/event-stream (nginx: proxy_buffering off). Cloudflare quick tunnels cannot: use a named tunnel.',
    },
  );
}

/** Returns when each event arrived (ms). */
async function eventTimes(url: string): Promise<number[]> {
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(streamTimeoutMs) });
  if (!answer.ok || answer.body === null) throw new Error(`HTTP ${answer.status}`);
  const times: number[] = [];
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream()))
    for (const _event of chunk.matchAll(/^data:/gm)) times.push(performance.now());
  return times;
}

async function checkFrontend({ frontendUrl, publicBaseUrl }: Config): Promise<Outcome> {
  if (frontendUrl === publicBaseUrl || isLoopback(new URL(frontendUrl))) return pass;
  try {
    const answer = await fetch(frontendUrl, { signal: AbortSignal.timeout(streamTimeoutMs) });
    await answer.body?.cancel();
    if (answer.ok) return pass;
    return warn(
      `FRONTEND_URL answers HTTP ${answer.status}`,
      'Visitors and sign-ins find no page.',
      frontendFix,
    );
  } catch {
    return warn('FRONTEND_URL does not answer', 'Visitors and sign-ins find no page.', frontendFix);
  }
}

const frontendFix = { text: 'Publish the page there, or correct FRONTEND_URL.' };
