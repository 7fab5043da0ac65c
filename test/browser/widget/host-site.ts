import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type HostSite = {
  /** Origin of the business's own website, which is not the API's. */
  origin: string;
  /** Publishes a page. Returns its address. */
  publish(page: HostedDocument): string;
  close(): Promise<void>;
};

type HostedDocument = {
  body: string;
  head?: string;
  /** The Content-Security-Policy header. */
  policy?: string;
};

/** The website of a business, below localhost so that its pages are secure contexts. */
export async function openHostSite(name = 'shop'): Promise<HostSite> {
  const pages = new Map<string, HostedDocument>();
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://host').pathname);
    if (page === undefined) return response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...(page.policy === undefined ? {} : { 'content-security-policy': page.policy }),
    });
    return response.end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>` +
        `<meta name="viewport" content="width=device-width, initial-scale=1">${page.head ?? ''}</head>` +
        `<body>${page.body}</body></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://${name}.localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    publish(page) {
      const path = `/page-${pages.size + 1}`;
      pages.set(path, page);
      return `${origin}${path}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
