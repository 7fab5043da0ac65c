import { type Check, type Outcome, pass, skip, warn } from '../check.ts';

const timeoutMs = 4_000;

/** The systems of the business that are told of every change of state. */
export const webhookChecks: Check[] = [
  {
    id: 'webhooks.addresses',
    title: 'The receivers of webhooks can be reached',
    online: true,
    async run({ config }): Promise<Outcome> {
      if (config === undefined) return skip('settings.valid reports a wrong setting first');
      const urls = config.webhooks.addresses.map(({ url }) => new URL(url));
      const unreached = await Promise.all(
        urls.map(async (url) => ((await isReached(url)) ? [] : [url.host])),
      );
      const hosts = [...new Set(unreached.flat())];
      if (hosts.length === 0) return pass;
      return warn(
        `${hosts.length} of the hosts in WEBHOOK_URLS ${hosts.length === 1 ? 'does' : 'do'} not answer: ${hosts.join(', ')}`,
        'Your systems do not learn of changes. Each is sent again for a day.',
        {
          text: 'Check host and certificate, and try it: ./run.sh notify webhooks',
          docs: 'docs/webhooks.md',
        },
      );
    },
  },
];

/** Any answer will do. The root is asked, because a request to the address itself could start a workflow. */
async function isReached({ origin }: URL): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await fetch(origin, { method: 'HEAD', redirect: 'manual', signal });
    await answer.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
