import { encode } from 'uqr';

/** A QR code as an SVG path of unit squares: a page draws it without taking markup from anybody. */
export type QrPath = { size: number; path: string };

/** `size` is its width and height, the quiet border included. */
export function qrPath(text: string): QrPath {
  const { size, data } = encode(text, { border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join('') };
}
