const SCHEMES = ['http:', 'https:', 'mailto:'];

/** Where a link of a model leads, for people to judge it. */
export interface SafeLink {
  readonly href: string;
  /** The host, or the address that a mail would go to. */
  readonly place: string;
}

/**
 * A link that a model wrote, if it leads to the web or to a mail. Undefined for everything else: scripts, data, files, other
 * programs, and places inside this page.
 */
export function safeLink(text: string | undefined): SafeLink | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!SCHEMES.includes(url.protocol)) return undefined;
  // A user name before the host makes one host look like another.
  if (url.username !== '' || url.password !== '') return undefined;
  const place = url.protocol === 'mailto:' ? decodedPath(url.pathname) : url.host;
  return place === '' ? undefined : { href: url.href, place };
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
