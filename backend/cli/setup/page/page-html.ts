import { createHash } from 'node:crypto';
import type { Line, Question, View } from './page-asking.ts';

const style = `:root{color-scheme:light dark;--line:light-dark(#848f9f,#748093);--muted:light-dark(#556070,#a5b0bf);--accent:light-dark(#1d5fd1,#8fb5ff)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:36rem;padding:1.5rem 1rem 3rem;font:1rem/1.5 system-ui,sans-serif;background:light-dark(#f4f6f9,#10141a);color:light-dark(#18202c,#e9edf3);overflow-wrap:anywhere}
h1{margin:0 0 1.25rem;font-size:1.375rem;line-height:1.25}
h2{margin:1.5rem 0 .5rem;font-size:1rem}
main{padding:1.25rem;border:1px solid light-dark(#d4dae3,#2f3845);border-radius:.75rem;background:light-dark(#fff,#191f28)}
label,legend{padding:0;font-weight:600}
fieldset{margin:0;padding:0;border:0}
input[type=text],input[type=password]{width:100%;min-height:2.75rem;margin:.5rem 0 0;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.5rem;background:transparent;color:inherit;font:inherit}
.option{display:flex;gap:.75rem;align-items:center;min-height:2.75rem;margin-top:.5rem;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.5rem;font-weight:400}
.option:has(:checked){border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.option input{flex:none;width:1.125rem;height:1.125rem;margin:0;accent-color:var(--accent)}
.option span span{display:block;color:var(--muted);font-size:.875rem}
button{min-height:2.75rem;padding:.5rem 1.25rem;border:1px solid var(--line);border-radius:.5rem;background:transparent;color:inherit;font:inherit;cursor:pointer}
button.next{width:100%;margin-top:1rem;border-color:transparent;background:light-dark(#1d5fd1,#8fb5ff);color:light-dark(#fff,#0c1f42);font-weight:600}
button:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
ul{margin:0 0 1.25rem;padding:0;list-style:none}
li{display:flex;gap:.625rem;padding:.25rem 0}
li>b{flex:none;width:1rem;text-align:center}
li>div{white-space:pre-line}
li.good>b{color:light-dark(#1a7f4b,#62cf96)}li.warn>b{color:light-dark(#8a5a00,#f0c063)}li.bad>b{color:light-dark(#b3261e,#ff9d94)}li.info>b{color:var(--accent)}
pre{margin:.25rem 0 0;white-space:pre-wrap;font:.875rem/1.5 ui-monospace,monospace;color:var(--muted)}
[role=alert]{margin:.5rem 0 0;color:light-dark(#b3261e,#ff9d94)}
.hint{margin:.25rem 0 0;color:var(--muted);font-size:.875rem}
footer{margin-top:1.25rem;color:var(--muted);font-size:.875rem}
footer form{margin-top:.75rem}`;

/** The page has no script, loads nothing, and posts to this server only. */
export const setupPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

type Rejected = { typed: string; problem: string };

/** Returns the page for a view. `path`: where its forms are sent. */
export function renderSetupPage(view: View, path: string, rejected?: Rejected): string {
  const { lines, question, report } = view;
  if (report !== undefined) return page('Setup is finished', renderReport(lines, report));
  if (question === undefined)
    return page(
      'One moment',
      `${renderLines(lines)}<p role="status">${escapeHtml(view.working ?? 'Working')}…</p>`,
      {
        refresh: true,
      },
    );
  const form = `<form method="post" action="${path}" autocomplete="off">
<input type="hidden" name="question" value="${question.id}">
${renderQuestion(question, rejected)}
<button class="next">Continue</button></form>`;
  const footer = `<footer>Nothing is written before the last question.
<form method="post" action="${path}/stop"><button>Stop, and change nothing</button></form></footer>`;
  return page(rejected === undefined ? 'Setup' : 'Check your answer', `${renderLines(lines)}${form}`, {
    footer,
  });
}

/** Says why there is no page here. */
export function renderNotice(title: string, text: string): string {
  return page(title, `<p>${escapeHtml(text)}</p>`);
}

function renderQuestion(question: Question, rejected: Rejected | undefined): string {
  const alert =
    rejected === undefined ? '' : `<p role="alert" id="problem">${escapeHtml(rejected.problem)}</p>`;
  const described = rejected === undefined ? '' : ' aria-invalid="true" aria-describedby="problem"';
  if (question.kind === 'choose') {
    const options = question.options.map((option, index) => {
      const isFirst = question.initial === undefined ? index === 0 : option.value === question.initial;
      const hint = option.hint ? `<span>${escapeHtml(option.hint)}</span>` : '';
      return `<label class="option"><input type="radio" name="answer" value="${escapeHtml(option.value)}"${isFirst ? ' checked autofocus' : ''}> <span>${escapeHtml(option.label)}${hint}</span></label>`;
    });
    return `<fieldset><legend>${escapeHtml(question.message)}</legend>${options.join('\n')}</fieldset>${alert}`;
  }
  const value = question.secret ? '' : (rejected?.typed ?? question.initial ?? '');
  const need = question.optional ? '' : ' required';
  return `<label for="answer">${escapeHtml(question.message)}</label>
<input id="answer" name="answer" type="${question.secret ? 'password' : 'text'}" value="${escapeHtml(value)}" maxlength="1000" autocomplete="off" spellcheck="false" autocapitalize="off" autofocus${need}${described}>
${question.optional ? '<p class="hint">May stay empty.</p>' : ''}${alert}`;
}

const marks: Record<Line['kind'], string> = { good: '✓', info: '•', warn: '!', bad: '✗', heading: '' };
const names: Record<Line['kind'], string> = {
  good: 'Done',
  info: 'Note',
  warn: 'Warning',
  bad: 'Failure',
  heading: '',
};

function renderLines(lines: readonly Line[]): string {
  if (lines.length === 0) return '';
  const items = lines.map(({ kind, text, fix }) => {
    const advice = fix === undefined ? '' : `<pre>${escapeHtml(fix.replace(/^ +/gm, ''))}</pre>`;
    return `<li class="${kind}"><b role="img" aria-label="${names[kind]}">${marks[kind]}</b><div>${escapeHtml(text)}${advice}</div></li>`;
  });
  return `<ul>${items.join('\n')}</ul>`;
}

function renderReport(lines: readonly Line[], report: readonly Line[]): string {
  return `${renderLines(lines)}<h2>What the doctor found</h2>${renderLines(report)}
<p>You can close this page. The service reads the settings when it starts:</p><pre>./run.sh restart</pre>`;
}

function page(title: string, content: string, more: { refresh?: boolean; footer?: string } = {}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${more.refresh ? '<meta http-equiv="refresh" content="1">' : ''}
<title>${escapeHtml(title)}: Callback Platform</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body><main><h1>${escapeHtml(title)}</h1>
${content}</main>${more.footer ?? ''}</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
