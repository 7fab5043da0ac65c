import { tellOwner } from '../page/tell-owner.ts';
import { type Finding, findFaults } from './find-faults.ts';

/** Says on the page, and in the console, what keeps the widget from working here. */
export async function showDiagnosis(base: string): Promise<void> {
  const findings = await findFaults(base);
  for (const { isWell, what, fix } of findings)
    tellOwner(`${isWell ? 'ok' : 'FAULT'}: ${what}${fix === '' ? '' : ` ${fix}`}`, 'info');
  showReport(findings);
}

const css = `
:host{all:initial!important}
dialog{box-sizing:border-box;width:min(100% - 32px,560px);margin:auto auto 16px;padding:20px;border:1px solid #848f9f;border-radius:12px;
background:#fff;color:#18202c;font:15px/1.5 system-ui,sans-serif}
h1{margin:0 0 12px;font-size:18px}
ul{margin:0 0 16px;padding:0;list-style:none}
li{margin:0 0 10px;padding-inline-start:28px;text-indent:-28px;overflow-wrap:anywhere}
b{display:inline-block;width:28px;text-indent:0}
code{user-select:all}
button{min-height:44px;padding:0 16px;font:inherit}`;

/** Shows the findings in a corner of the page, which stays usable. */
function showReport(findings: readonly Finding[]): void {
  const host = document.createElement('callback-diagnosis');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  const dialog = document.createElement('dialog');
  const title = textIn('h1', titleOf(findings));
  title.id = 'title';
  dialog.setAttribute('aria-labelledby', title.id);
  const list = document.createElement('ul');
  list.append(...findings.map(listItem));
  const close = textIn('button', 'Close');
  close.addEventListener('click', () => host.remove());
  dialog.append(title, list, close);
  shadow.append(dialog);
  document.documentElement.append(host);
  dialog.show();
}

function titleOf(findings: readonly Finding[]): string {
  const faults = findings.filter(({ isWell }) => !isWell).length;
  if (faults === 0) return 'The callback widget works on this page';
  return faults === 1 ? 'The callback widget found 1 fault' : `The callback widget found ${faults} faults`;
}

function listItem({ isWell, what, fix }: Finding): HTMLElement {
  const item = document.createElement('li');
  item.append(textIn('b', isWell ? '✓' : '✗'), what);
  if (fix !== '') item.append(' ', textIn('code', fix));
  return item;
}

function textIn(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
