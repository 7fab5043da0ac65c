import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Verb } from './verb.ts';

export type ParsedTwiml =
  | { ok: true; verbs: Verb[] }
  /** 12100: not XML or no <Response>. 12200: a verb that is unknown or not allowed there. */
  | { ok: false; errorCode: 12100 | 12200; detail: string };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  htmlEntities: true,
});

const allowedChildren: Readonly<Record<string, readonly string[]>> = {
  Gather: ['Say', 'Play', 'Pause'],
  Dial: ['Number', 'Sip'],
  Message: ['Body', 'Media'],
};

export const callVerbs = ['Say', 'Play', 'Pause', 'Gather', 'Dial', 'Redirect', 'Hangup', 'Reject'];
/** Verbs of a whisper: https://www.twilio.com/docs/voice/twiml/number */
export const whisperVerbs = ['Say', 'Play', 'Gather', 'Hangup'];
export const messageVerbs = ['Message'];

function verbOf(node: XmlNode): Verb {
  const [name = '', content = []] = Object.entries(node).find(([key]) => key !== ':@') ?? [];
  const children = Array.isArray(content) ? content : [];
  return {
    name,
    attributes: node[':@'] ?? {},
    text: textOf(children).replace(/\s+/g, ' ').trim(),
    children: name in allowedChildren ? children.filter(isElement).map(verbOf) : [],
  };
}

function findMisplaced(verbs: Verb[], allowed: readonly string[]): string | undefined {
  for (const verb of verbs) {
    if (!allowed.includes(verb.name)) return `<${verb.name}> is unknown or not allowed here`;
    const inside = findMisplaced(verb.children, allowedChildren[verb.name] ?? []);
    if (inside) return inside;
  }
  return undefined;
}

function readXml(xml: string): XmlNode[] | string {
  try {
    if (/<!DOCTYPE/i.test(xml)) return 'a document type is not allowed';
    const valid = XMLValidator.validate(xml);
    return valid === true ? (parser.parse(xml) as XmlNode[]) : valid.err.msg;
  } catch (error) {
    return error instanceof Error ? error.message : 'not well-formed XML';
  }
}

/**
 * Parses a TwiML document and checks that every verb is allowed inside its parent.
 * @param allowed names of the verbs allowed directly in <Response>
 */
export function parseTwiml(xml: string, allowed: readonly string[]): ParsedTwiml {
  const nodes = readXml(xml.trim());
  if (typeof nodes === 'string') return { ok: false, errorCode: 12100, detail: nodes };
  const roots = nodes.filter(isElement).map((node) => node.Response);
  const [root] = roots;
  if (roots.length !== 1 || !Array.isArray(root)) {
    return { ok: false, errorCode: 12100, detail: 'the document is not one <Response>' };
  }
  const verbs = root.filter(isElement).map(verbOf);
  const wrong = findMisplaced(verbs, allowed);
  return wrong ? { ok: false, errorCode: 12200, detail: wrong } : { ok: true, verbs };
}

/** A node of fast-xml-parser with preserveOrder: one key holds the content, `:@` the attributes. */
type XmlNode = { [name: string]: XmlNode[] | string | undefined } & {
  ':@'?: Record<string, string>;
};

function isElement(node: XmlNode): boolean {
  return Object.keys(node).some((key) => key !== ':@' && !key.startsWith('#'));
}

/** Returns the text of nodes and their descendants. */
function textOf(nodes: XmlNode[]): string {
  return nodes
    .flatMap((node) => Object.entries(node).filter(([key]) => key !== ':@'))
    .map(([key, value]) => {
      if (key === '#text') return typeof value === 'string' ? value : '';
      return Array.isArray(value) ? ` ${textOf(value)} ` : '';
    })
    .join('');
}
