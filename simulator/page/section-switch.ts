import { byId } from './element.ts';

const names = ['phones', 'timeline', 'controls'] as const;
export type SectionName = (typeof names)[number];

/** Which part of the page is shown; on a wide screen the phones always are, beside one of the others. */
export function startSectionSwitch(shown: (name: SectionName) => void): void {
  const show = (name: SectionName) => {
    document.body.dataset.section = name;
    for (const other of names)
      byId(`show-${other}`, HTMLButtonElement).setAttribute('aria-pressed', String(other === name));
    shown(name);
  };
  for (const name of names)
    byId(`show-${name}`, HTMLButtonElement).addEventListener('click', () => show(name));
  // A wide screen has no button for the phones, as they are always there.
  const wide = window.matchMedia('(min-width: 64rem)');
  const fit = () => {
    if (wide.matches && document.body.dataset.section === 'phones') show('timeline');
  };
  wide.addEventListener('change', fit);
  show('phones');
  fit();
}
