/** An HTTP client with cookies by host, name and path. It follows redirects only on request. */
export type CookieBrowser = {
  open(url: string, init?: RequestInit): Promise<Response>;
  /** Follows redirects up to a page or an address that begins with `until`; returns where it stopped. */
  follow(url: string, until: string): Promise<{ url: string; response: Response | undefined }>;
  cookies(host: string): Record<string, string>;
  plant(cookie: { host: string; name: string; value: string }): void;
};

type Cookie = { host: string; path: string; name: string; value: string };

export function createCookieBrowser(): CookieBrowser {
  let jar: Cookie[] = [];

  const fitting = ({ hostname, pathname }: URL) =>
    jar.filter(({ host, path }) => host === hostname && pathname.startsWith(path));

  function keep(url: URL, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
      const cookie = { host: url.hostname, path, name: pair.slice(0, at), value: pair.slice(at + 1) };
      jar = jar.filter((one) => one.host !== cookie.host || one.name !== cookie.name || one.path !== path);
      if (cookie.value !== '') jar.push(cookie);
    }
  }

  async function open(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const headers = new Headers(init.headers);
    const cookies = fitting(url).map(({ name, value }) => `${name}=${value}`);
    if (cookies.length > 0) headers.set('cookie', cookies.join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    keep(url, response);
    return response;
  }

  return {
    open,
    async follow(url, until) {
      for (let address = url; ; ) {
        if (address.startsWith(until)) return { url: address, response: undefined };
        const response = await open(address);
        const next = response.headers.get('location');
        if (next === null) return { url: address, response };
        await response.body?.cancel();
        address = new URL(next, address).href;
      }
    },
    cookies: (host) =>
      Object.fromEntries(jar.filter((one) => one.host === host).map(({ name, value }) => [name, value])),
    plant: ({ host, name, value }) => jar.push({ host, path: '/', name, value }),
  };
}
