import tree from 'virtual:widget-views';
import type { ViewNode } from '../../dom/view-node.ts';

const svg = 'http://www.w3.org/2000/svg';

/**
 * Builds the views of index.html without markup: websites that demand trusted types refuse a string that becomes
 * elements. Addresses beside the page are made absolute.
 */
export function buildViews(base: string): Node[] {
  return tree.map((node) => build(node, base, false));
}

function build(node: ViewNode, base: string, isInSvg: boolean): Node {
  if (typeof node === 'string') return document.createTextNode(node);
  const [name, attributes, ...children] = node;
  const isSvg = isInSvg || name === 'svg';
  const element = isSvg ? document.createElementNS(svg, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, value.startsWith('./') ? base + value.slice(2) : value);
  element.append(...children.map((child) => build(child, base, isSvg)));
  return element;
}
