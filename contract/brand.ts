import { createHash } from 'node:crypto';

/** Colours of one scheme: of buttons and links, the same while hovered, and of the text on a button. */
export type BrandColors = { accent: string; strong: string; on: string };

type Rgb = readonly [red: number, green: number, blue: number];

/** The grounds of the page on which the colour is hardest to read, as in frontend/styles/theme.css. */
const lightGround: Rgb = [0xf4, 0xf6, 0xf9];
const darkGround: Rgb = [0x19, 0x1f, 0x28];

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];

/** Minimum contrast of text: https://www.w3.org/TR/WCAG22/#contrast-minimum */
const minContrast = 4.5;
const steps = 50;
const hoverShare = 0.2;

/** Returns the colour for both schemes, made darker or lighter until links and buttons can be read. */
export function brandColors(color: string): { light: BrandColors; dark: BrandColors } {
  return { light: fit(color, lightGround, black), dark: fit(color, darkGround, white) };
}

/**
 * Puts the colour into a page and allows it in the page's content policy. Without it, the first paint has the page's own
 * colour until the API has answered.
 */
export function addBrandColor(html: string, color: string): string {
  const { light, dark } = brandColors(color);
  const style = `${rootStyle(light)}@media (prefers-color-scheme:dark){${rootStyle(dark)}}`;
  const hash = createHash('sha256').update(style).digest('base64');
  // A hash would switch 'unsafe-inline' off, which Google's captcha needs.
  return html
    .replace(/style-src 'self'(?! 'unsafe-inline')/, `style-src 'self' 'sha256-${hash}'`)
    .replace('</head>', `<style>${style}</style></head>`);
}

function rootStyle({ accent, strong, on }: BrandColors): string {
  return `:root{--accent:${accent};--accent-strong:${strong};--on-accent:${on}}`;
}

function fit(color: string, ground: Rgb, towards: Rgb): BrandColors {
  const wanted = parse(color);
  const shades = Array.from({ length: steps + 1 }, (_, step) => mix(wanted, towards, step / steps));
  const accent = shades.find((shade) => contrast(shade, ground) >= minContrast) ?? towards;
  const on = contrast(accent, white) >= contrast(accent, black) ? white : black;
  const strong = mix(accent, on === white ? black : white, hoverShare);
  return { accent: format(accent), strong: format(strong), on: format(on) };
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [part(0), part(1), part(2)];
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance([red, green, blue]: Rgb): number {
  const linear = (value: number) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function parse(color: string): Rgb {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function format(color: Rgb): string {
  return `#${color.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
