import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addBrandColor, brandColors } from './brand.ts';

test('a colour that can be read in both schemes stays as it is', () => {
  assert.equal(brandColors('#1d5fd1').light.accent, '#1d5fd1');
  assert.equal(brandColors('#8fb5ff').dark.accent, '#8fb5ff');
});

test('a colour that cannot be read is made darker or lighter, and so is the text on it', () => {
  for (const color of ['#ffd400', '#ffffff', '#000000', '#00a651', '#e4002b', '#0b1f3a', '#ff69b4']) {
    const { light, dark } = brandColors(color);
    for (const [colors, ground] of [
      [light, '#f4f6f9'],
      [dark, '#191f28'],
    ] as const) {
      assert.ok(contrast(colors.accent, ground) >= 4.5, `${color} ${colors.accent} on ${ground}`);
      for (const shade of [colors.accent, colors.strong])
        assert.ok(contrast(shade, colors.on) >= 4.5, `${color}: ${colors.on} on ${shade}`);
    }
  }
});

/** Calculated apart from the code under test, as https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio states it. */
function contrast(one: string, other: string): number {
  const light = (color: string) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
      const part = Number(`0x${color.slice(1 + index * 2, 3 + index * 2)}`) / 255;
      return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0.05);
  return Math.max(light(one), light(other)) / Math.min(light(one), light(other));
}

test('a policy that allows inline styles for the captcha stays as it is', () => {
  const html = `<head><meta content="style-src 'self' 'unsafe-inline'"></head>`;
  const colored = addBrandColor(html, '#aa0033');
  assert.ok(colored.includes(`"style-src 'self' 'unsafe-inline'"`));
  assert.match(colored, /<style>:root\{--accent:#aa0033;.*@media \(prefers-color-scheme:dark\)/);
});
