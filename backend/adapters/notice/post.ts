import { setTimeout as sleep } from 'node:timers/promises';
import { readLimited } from '../web/limited-answer.ts';

/** The result of a POST. Codes are short and contain nothing of the request. */
export type PostAnswer =
  | { kind: 'answered'; status: number; retryAfterMs: number | undefined }
  /** Nothing was sent. */
  | { kind: 'unreached'; code: string }
  /** It was sent, and no answer came. */
  | { kind: 'unanswered'; code: string };

export async function post(
  url: string,
  request: { headers: Record<string, string>; body: string; timeoutMs: number },
): Promise<PostAnswer> {
  const { headers, body, timeoutMs } = request;
  const finished = new AbortController();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      // A redirect could send the visitor's data to a host that is not configured.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), finished.signal]),
    });
    return { kind: 'answered', status: response.status, retryAfterMs: await readRetryAfter(response) };
  } catch (error) {
    const code = errorCode(error);
    return { kind: neverConnected.has(code) ? 'unreached' : 'unanswered', code };
  } finally {
    // Ends an answer that is still arriving.
    finished.abort();
  }
}

/** Faults before the first byte was sent. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Returns the network's code, such as ECONNREFUSED, from the cause of fetch's error; else the error's name. */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}

const longestBodyMs = 2_000;

/**
 * Reads when to try again, in seconds: from the header, or from the answers of Telegram (`parameters.retry_after`)
 * and Discord (`retry_after`).
 */
async function readRetryAfter(response: Response): Promise<number | undefined> {
  if (response.status !== 429 && response.status !== 503) {
    await response.body?.cancel();
    return undefined;
  }
  const body: unknown = await Promise.race([readJson(response), sleep(longestBodyMs)]).catch(() => undefined);
  const { retry_after, parameters } = (body ?? {}) as {
    retry_after?: unknown;
    parameters?: { retry_after?: unknown };
  };
  const header = response.headers.get('retry-after');
  const seconds = Number(header ?? parameters?.retry_after ?? retry_after);
  const ms = Number.isNaN(seconds) ? Date.parse(header ?? '') - Date.now() : seconds * 1_000;
  return ms >= 0 ? ms : undefined;
}

async function readJson({ body }: Response): Promise<unknown> {
  return body === null ? undefined : JSON.parse(await readLimited(body));
}
