import { prettyXml } from './pretty-xml.ts';

function asJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/** The body of a request or answer laid out to be read; one that is neither JSON nor XML as it is. */
export function prettyBody(body: string): string {
  return body.trimStart().startsWith('<') ? prettyXml(body) : (asJson(body) ?? body);
}
