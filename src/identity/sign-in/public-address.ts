/** Where people reach Rappen: for links in mails, cookies, and which pages may use the cookies. */
export interface PublicAddress {
  /** Without a slash at the end. Throws before it is known. */
  url(): string;
  /** Pages of these origins may send what changes something. */
  origins(): readonly string[];
  /** Called once the server listens. */
  listensAt(url: string): void;
}

/** `configured` is `PUBLIC_URL`; without it, people are expected where the server listens. */
export function createPublicAddress(configured: string | undefined): PublicAddress {
  let listening: string | undefined;
  return {
    url: () => {
      const url = configured ?? listening;
      if (url === undefined) throw new Error('the address of Rappen is not known before it listens');
      return url;
    },
    origins: () =>
      [configured, ...(listening === undefined ? [] : namesOf(listening))].flatMap((url) =>
        url === undefined ? [] : [new URL(url).origin],
      ),
    listensAt: (url) => {
      listening = url;
    },
  };
}

/** Who listens on loopback is also reached by its other names. */
function namesOf(url: string): readonly string[] {
  const { hostname, port } = new URL(url);
  const isLocal = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '[::]'].includes(hostname);
  return isLocal ? [url, `http://localhost:${port}`, `http://127.0.0.1:${port}`] : [url];
}
