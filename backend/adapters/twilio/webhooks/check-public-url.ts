import { randomBytes } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { fetchLimited } from '../../web/limited-answer.ts';

/** What is wrong with the public address, and what the deployer can do. */
export type UrlProblem = { problem: string; fix: string };

export type PublicUrl = {
  publicBaseUrl: string;
  authToken: string;
  /** Where the tunnel or proxy must send requests. */
  listensAt: string;
};

const timeoutMs = 5_000;

/**
 * Tries the public address as the carrier will: the health check, then a signed webhook that changes nothing. Returns
 * the first problem; `undefined` when both reach this server. Never throws.
 */
export async function checkPublicUrl(target: PublicUrl): Promise<UrlProblem | undefined> {
  try {
    return (await checkHealth(target)) ?? (await checkWebhook(target));
  } catch (error) {
    return {
      problem: `PUBLIC_BASE_URL cannot be reached: ${reasonOf(error)}`,
      fix: `start the tunnel or proxy that sends ${target.publicBaseUrl} to ${target.listensAt}, or correct PUBLIC_BASE_URL`,
    };
  }
}

async function checkHealth(target: PublicUrl): Promise<UrlProblem | undefined> {
  const answer = await fetchLimited(`${target.publicBaseUrl}/health`, {
    signal: AbortSignal.timeout(timeoutMs),
  });
  const moved = answer.headers.get('location');
  if (moved !== null) return redirected(target, moved);
  const { status } = await readJson(answer);
  return answer.ok && status === 'healthy' ? undefined : otherServer(target, answer.status);
}

function redirected({ publicBaseUrl }: PublicUrl, location: string): UrlProblem {
  const origin = URL.parse(location, publicBaseUrl)?.origin;
  const isOther = origin !== undefined && origin !== publicBaseUrl;
  return {
    problem: 'PUBLIC_BASE_URL redirects elsewhere, and webhooks follow no redirect',
    fix: isOther
      ? `set PUBLIC_BASE_URL=${origin}`
      : 'let the proxy pass /health and /twilio/ on without a login',
  };
}

function otherServer({ publicBaseUrl, listensAt }: PublicUrl, status: number): UrlProblem {
  return {
    problem: `another server answers at PUBLIC_BASE_URL (HTTP ${status})`,
    fix: `let the tunnel or proxy of ${publicBaseUrl} send all paths to ${listensAt}, or correct PUBLIC_BASE_URL`,
  };
}

/** The announcement of a recording depends on no callback, so asking for it changes nothing. */
async function checkWebhook(target: PublicUrl): Promise<UrlProblem | undefined> {
  const url = `${target.publicBaseUrl}/twilio/voice/start-check-${randomBytes(6).toString('hex')}/visitor-prompt`;
  const form = { CallSid: 'CA00000000000000000000000000000000' };
  const answer = await fetchLimited(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': getExpectedTwilioSignature(target.authToken, url, form),
    },
    body: new URLSearchParams(form).toString(),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (answer.ok && answer.headers.get('content-type')?.includes('xml')) return undefined;
  const { code } = await readJson(answer);
  if (code === 'bad-signature')
    return {
      problem:
        'a signed webhook through PUBLIC_BASE_URL is refused: its path, body or signature was changed on the way',
      fix: 'let the proxy pass path, body and X-Twilio-Signature on unchanged; if another installation answers there, correct PUBLIC_BASE_URL',
    };
  return {
    problem: `a signed webhook does not come through PUBLIC_BASE_URL (HTTP ${answer.status})`,
    fix: 'let the proxy pass POST requests below /twilio/ on, without a login or a bot check',
  };
}

async function readJson(answer: Response): Promise<{ status?: unknown; code?: unknown }> {
  const body: unknown = await answer.json().catch(() => undefined);
  return typeof body === 'object' && body !== null ? body : {};
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} seconds`;
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message;
}
