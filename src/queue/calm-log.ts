/** While a database is away every look at the queue fails. One line a minute tells that as well. */
const A_MINUTE_MS = 60_000;

/** The listener, but at most once a minute for one message. */
export function calmly<Said extends { readonly message: string }>(
  listener: (said: Said) => void,
): (said: Said) => void {
  const lastAt = new Map<string, number>();
  return (said) => {
    const now = performance.now();
    for (const [message, at] of lastAt) if (now - at >= A_MINUTE_MS) lastAt.delete(message);
    if (lastAt.has(said.message)) return;
    lastAt.set(said.message, now);
    listener(said);
  };
}
