import { createHash } from 'node:crypto';
import { wordsIn } from '../../../languages/catalogue.ts';
import { fill } from '../../../languages/fill.ts';
import { directionOf, type Language } from '../../../languages/languages.ts';
import type { Words } from '../../../languages/words.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { LinkedCallback } from '../../usecases/notice-link.ts';

const style = `:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0 auto;max-width:32rem;padding:1.25rem;font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.375rem;line-height:1.25;margin:0 0 1rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 1.5rem}
dt{color:light-dark(#5a6270,#a4adbb)}dd{margin:0}
a{color:light-dark(#0b57d0,#a8c7fa)}
form{margin:0 0 .75rem}
button{width:100%;min-height:3.25rem;padding:.75rem;border-radius:.75rem;border:1px solid light-dark(#5a6270,#a4adbb);font:inherit;font-weight:600;background:transparent;color:inherit;cursor:pointer}
button.call{background:#0b57d0;border-color:#0b57d0;color:#fff}
button:focus-visible,a:focus-visible{outline:3px solid light-dark(#0b57d0,#a8c7fa);outline-offset:2px}
.hint{margin:0 0 .75rem;color:light-dark(#5a6270,#a4adbb);font-size:.9375rem}
[role=alert]{margin:0 0 1rem;padding:.75rem 1rem;border-radius:.75rem;background:light-dark(#fdecea,#4a1c18)}`;

/** The page has no script, and posts to this server only. */
export const noticePagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

type Facts = {
  language: Language;
  businessNumber: string;
  businessName: string;
  askedAt(callback: Callback): string;
  now: number;
};
type Refusal = keyof Words['noticePage']['refused'];

/** Returns the page of a link. `refused`: why the action on it was not carried out. */
export function renderNoticePage(linked: LinkedCallback, facts: Facts, refused?: Refusal): string {
  const { language } = facts;
  const words = wordsIn(language).noticePage;
  switch (linked.state) {
    case 'unknown':
    case 'expired':
      return page(language, facts.businessName, `<p>${escapeHtml(words[linked.state])}</p>`);
    case 'handled': {
      const content = `<p>${escapeHtml(handledText(linked.callback, facts))}</p>`;
      return page(language, fill(words.heading, { reference: linked.callback.reference }), content);
    }
    case 'open': {
      const content = openContent(linked.callback, facts, refused);
      return page(language, fill(words.heading, { reference: linked.callback.reference }), content);
    }
  }
}

function handledText(callback: Callback, { now, language }: Facts): string {
  const since = callback.done?.at ?? callback.endedAt ?? callback.verifiedAt ?? now;
  const { handled } = wordsIn(language).noticePage;
  return fill(handled[handledState(callback)], { ago: timeAgo(Math.max(0, now - since), language) });
}

function handledState({ status, done }: Callback): keyof Words['noticePage']['handled'] {
  if (done !== undefined) return 'done';
  switch (status) {
    case 'connected':
      return 'connected';
    case 'completed':
      return 'talked';
    case 'failed':
      return 'missed-again';
    case 'cancelled':
      return 'cancelled';
    default:
      return 'under-way';
  }
}

/** A time in the past in the largest unit of which it has one, such as `3 hours ago`. */
function timeAgo(ms: number, language: Language): string {
  const minutes = Math.floor(ms / 60_000);
  const relative = new Intl.RelativeTimeFormat(language);
  if (minutes < 1) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second');
  if (minutes < 60) return relative.format(-minutes, 'minute');
  return minutes < 1_440
    ? relative.format(-Math.floor(minutes / 60), 'hour')
    : relative.format(-Math.floor(minutes / 1_440), 'day');
}

function openContent(callback: Callback, facts: Facts, refused: Refusal | undefined): string {
  const words = wordsIn(facts.language).noticePage;
  const { visitor, subject, page: address } = callback;
  const rows: [label: string, value: string | undefined, link?: string][] = [
    [words.labels.name, visitor.name],
    [words.labels.phone, visitor.phone, `tel:${visitor.phone}`],
    [words.labels.email, visitor.email, `mailto:${visitor.email}`],
    [words.labels.about, subject],
    [words.labels.page, address],
    [words.labels.asked, facts.askedAt(callback)],
  ];
  return `${refused === undefined ? '' : `<p role="alert">${escapeHtml(words.refused[refused])}</p>`}
<dl>${rows.map(([label, value, link]) => (value === undefined ? '' : row(label, value, link))).join('')}</dl>
<form method="post"><button class="call" name="action" value="call">${escapeHtml(words.call)}</button></form>
<p class="hint">${escapeHtml(fill(words.callHint, { phone: facts.businessNumber }))}</p>
<form method="post"><button name="action" value="done">${escapeHtml(words.done)}</button></form>`;
}

function row(label: string, value: string, link: string | undefined): string {
  const text = escapeHtml(value);
  const content = link === undefined ? text : `<a href="${escapeHtml(link)}">${text}</a>`;
  return `<dt>${escapeHtml(label)}</dt><dd dir="auto">${content}</dd>`;
}

function page(language: Language, heading: string, content: string): string {
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${escapeHtml(heading)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(heading)}</h1>
${content}
</main>
</body>
</html>
`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
