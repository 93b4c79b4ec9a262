import { Trans } from '@lingui/react/macro';
import { type ReactElement, useEffect, useState } from 'react';

/** How long there is still to wait, counted down. Read out once, not every second. */
export function WaitTime({
  seconds,
  onOver,
}: {
  readonly seconds: number;
  readonly onOver: () => void;
}): ReactElement {
  const [until] = useState(() => Date.now() + seconds * 1_000);
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => {
      const rest = Math.ceil((until - Date.now()) / 1_000);
      setLeft(Math.max(0, rest));
      if (rest <= 0) onOver();
    }, 1_000);
    return () => clearInterval(timer);
  }, [until, onOver]);
  const minutes = Math.floor(left / 60);
  const rest = left % 60;
  return (
    <span role="timer" className="figures">
      {minutes > 0 ? (
        <Trans>
          {minutes} min {rest} s
        </Trans>
      ) : (
        <Trans>{rest} s</Trans>
      )}
    </span>
  );
}
