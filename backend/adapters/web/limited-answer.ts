/** Far more than any answer that the platform reads; a larger one would only fill the memory. */
const maxAnswerBytes = 1_000_000;

/** Reads a whole body as text. Throws `answer-too-large`, and then closes the connection. */
export async function readLimited(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) throw answerTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Like `fetch`, for answers that are read as text: the body has arrived and has at most `maxAnswerBytes` bytes, after
 * decompression too. `signal` must limit the time. Follows no redirect unless `options` says so.
 */
export async function fetchLimited(
  url: string | URL,
  options: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  const answer = await fetch(url, { redirect: 'manual', ...options });
  if (answer.body === null) return answer;
  const { status, headers } = answer;
  return new Response(await readLimited(answer.body), { status, headers });
}

function answerTooLarge(): Error {
  const message = `The answer has more than ${maxAnswerBytes} bytes.`;
  return Object.assign(new Error(message), { code: 'answer-too-large' });
}
