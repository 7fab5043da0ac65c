/** Parts of a mark in a square of 24: a path, its colour, and the width of its stroke (0 fills it). */
type Mark = readonly (readonly [path: string, colour: string, stroke: number])[];

const disc = 'M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22z';

/** Drawn by hand, so that the page loads nothing from the providers. */
const marks: Partial<Record<string, Mark>> = {
  google: [
    ['M18.4 6.6A8.5 8.5 0 0 0 4.6 7.8', '#ea4335', 4],
    ['M4.6 7.800a8.5 8.5 0 0 0 0 8.4', '#fbbc05', 4],
    ['M4.6 16.200a8.5 8.5 0 0 0 12.9 2.3', '#34a853', 4],
    ['M12 12h8.500a8.5 8.5 0 0 1-3 6.5', '#4285f4', 4],
  ],
  facebook: [
    [disc, '#1877f2', 0],
    [
      'M13 23v-9h3l.5-3.500H13V8.500c0-1 .5-1.8 2-1.800h1.600V3.700c-4-.7-6.8.6-6.8 4.300v2.500H7V14h2.800v9z',
      '#ffffff',
      0,
    ],
  ],
  instagram: [
    ['M7 2h10a5 5 0 0 1 5 5v10a5 5 0 0 1-5 5H7a5 5 0 0 1-5-5V7a5 5 0 0 1 5-5z', '#d62976', 2],
    ['M12 7.500a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9zM17.3 6.700v.01', '#d62976', 2],
  ],
  x: [['M4 3l13 18h3.500L7.5 3zM20 3l-7 7.800M10.5 13.200L4 21', 'currentcolor', 1.8]],
  whatsapp: [
    [`${disc}M1 23l1.8-6 4.2 4.200z`, '#25d366', 0],
    [
      'M8.5 7c-1.5 1-1.3 3 .2 5.3 1.7 2.5 4 4.3 6 4.5 1.6 0 2.6-1 2.5-2.300l-2.6-1.2-1.2 1.300c-1.5-.6-2.8-1.8-3.5-3.200l1.1-1.300L10 7.300z',
      '#ffffff',
      0,
    ],
  ],
};

const person: Mark = [['M12 4a4 4 0 1 1 0 8a4 4 0 1 1 0-8zM4.5 21a7.5 7.5 0 0 1 15 0', 'currentcolor', 2]];

const svg = 'http://www.w3.org/2000/svg';

/** Returns the mark of a provider, and a person for one that has none. */
export function createMark(provider: string): SVGSVGElement {
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('aria-hidden', 'true');
  for (const [path, colour, stroke] of marks[provider] ?? person) {
    const part = document.createElementNS(svg, 'path');
    part.setAttribute('d', path);
    part.setAttribute('fill', stroke === 0 ? colour : 'none');
    part.setAttribute('stroke', stroke === 0 ? 'none' : colour);
    part.setAttribute('stroke-width', `${stroke}`);
    picture.append(part);
  }
  return picture;
}
