import { byId } from './elements.ts';

const names = ['phones', 'timeline', 'controls'] as const;
type SectionName = (typeof names)[number];

/** Lets the user switch between the sections. A wide screen always shows the phones, beside one other section. */
export function startSectionSwitch(onShown: (name: SectionName) => void): void {
  const show = (name: SectionName) => {
    document.body.dataset.section = name;
    for (const other of names)
      byId(`show-${other}`, HTMLButtonElement).setAttribute('aria-pressed', String(other === name));
    onShown(name);
  };
  for (const name of names)
    byId(`show-${name}`, HTMLButtonElement).addEventListener('click', () => show(name));
  // A wide screen has no button for the phones, so it needs another section.
  const wide = window.matchMedia('(min-width: 64rem)');
  const leavePhones = () => {
    if (wide.matches && document.body.dataset.section === 'phones') show('timeline');
  };
  wide.addEventListener('change', leavePhones);
  show('phones');
  leavePhones();
}
