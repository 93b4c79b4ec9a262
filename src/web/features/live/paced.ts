/** Acts at once, and again at most every so often however often it is called; the last call is never lost. */
export function paced(
  act: () => void,
  everyMs: number,
): { readonly call: () => void; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWaiting = false;
  const pause = () => {
    timer = setTimeout(() => {
      timer = undefined;
      if (!isWaiting) return;
      isWaiting = false;
      act();
      pause();
    }, everyMs);
  };
  return {
    call: () => {
      if (timer !== undefined) {
        isWaiting = true;
        return;
      }
      act();
      pause();
    },
    stop: () => clearTimeout(timer),
  };
}
