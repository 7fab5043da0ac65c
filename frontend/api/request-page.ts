let given = '';

/** Names another page than the one that the form stands on. */
export function setRequestPage(address: string): void {
  given = address;
}

/** The page that goes with the request. Of its query, which can be private, only what advertisements add. */
export function requestPage(): string {
  const url = new URL(URL.canParse(given, location.href) ? given : '', location.href);
  for (const name of [...url.searchParams.keys()])
    if (!name.startsWith('utm_')) url.searchParams.delete(name);
  url.hash = '';
  return url.href;
}
